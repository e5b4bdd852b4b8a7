import type { Engine } from '#connectors/engine'
import { grants } from '#connectors/mongodb/grants'
import { urls } from '#connectors/mongodb/urls'
import { USUAL_PASSWORDS } from '#connectors/password_rules'
import { HOST, PASSWORD, portField, usernameField } from '#connectors/server_fields'
import { SSH_CONFIG, SSH_CREDENTIALS } from '#connectors/ssh/fields'
import { TLS_CONFIG, TLS_KEY } from '#connectors/tls'

export const mongodb: Engine = {
  name: 'mongodb',
  label: 'MongoDB',
  capabilities: {
    supportsSchemas: true,
    supportsTls: true,
    supportsTunnel: true,
    supportsExactCount: true,
    supportsPasswordChange: true,
    // Not `readsSnapshots`: replica sets and sharded clusters do, a lone server has no past to read (ADR 0020).
    supportsImport: true,
    infersColumns: true,
  },
  probes: ['dns', 'tcp', 'ssh', 'tls', 'auth', 'database', 'catalog'],
  config: [
    {
      ...HOST,
      maxLength: 2_048,
      help: 'Members of a replica set are separated by commas, each with its port where that differs.',
    },
    { ...portField(27_017), when: { field: 'srv', in: ['false'] } },
    {
      kind: 'boolean',
      name: 'srv',
      label: 'Find the servers by DNS (mongodb+srv)',
      group: 'basics',
      required: false,
      guardsCredentials: true,
      default: false,
      help: 'For addresses that begin with mongodb+srv://, such as those of Atlas.',
    },
    {
      kind: 'text',
      name: 'database',
      label: 'Database',
      group: 'basics',
      required: false,
      maxLength: 63,
      help: 'Leave it empty to see every database that this user may read.',
    },
    { ...usernameField(256), required: false },
    ...TLS_CONFIG,
    {
      kind: 'text',
      name: 'authSource',
      label: 'Authentication database',
      group: 'advanced',
      required: false,
      guardsCredentials: true,
      maxLength: 63,
      placeholder: 'admin',
      help: 'Where the user is defined; admin unless it is set.',
    },
    {
      kind: 'text',
      name: 'replicaSet',
      label: 'Replica set',
      group: 'advanced',
      required: false,
      guardsCredentials: true,
      maxLength: 128,
      help: 'When set, servers of another replica set are refused.',
    },
    ...SSH_CONFIG,
  ],
  credentials: [PASSWORD, TLS_KEY, ...SSH_CREDENTIALS],
  passwordRules: USUAL_PASSWORDS,
  urls,
  grants,
  describeTarget: ({ username, host, port, srv, database }) =>
    `${username ? `${username}@` : ''}${host}${srv ? '' : `:${port}`}${database ? `/${database}` : ''}`,
  async errors() {
    const { errorTable } = await import('#connectors/mongodb/error_table')
    return errorTable
  },
  async load() {
    const { MongodbConnector } = await import('#connectors/mongodb/connector')
    return MongodbConnector
  },
}
