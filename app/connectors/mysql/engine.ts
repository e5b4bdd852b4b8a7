import type { Engine } from '#connectors/engine'
import { USUAL_PASSWORDS } from '#connectors/password_rules'
import { grants } from '#connectors/mysql/grants'
import { urls } from '#connectors/mysql/urls'
import { HOST, PASSWORD, portField, usernameField } from '#connectors/server_fields'
import { SSH_CONFIG, SSH_CREDENTIALS } from '#connectors/ssh/fields'
import { TLS_CONFIG, TLS_KEY } from '#connectors/tls'

/** MySQL and MariaDB: one protocol, two catalogs; see `server_kind.ts`. */
export const mysql: Engine = {
  name: 'mysql',
  label: 'MySQL / MariaDB',
  capabilities: {
    supportsSchemas: true,
    supportsTls: true,
    supportsTunnel: true,
    supportsExactCount: true,
    supportsPasswordChange: true,
    supportsImport: true,
    readsSnapshots: true,
  },
  probes: ['dns', 'tcp', 'ssh', 'tls', 'auth', 'database', 'catalog'],
  config: [
    HOST,
    portField(3306),
    {
      kind: 'text',
      name: 'database',
      label: 'Database',
      group: 'basics',
      required: false,
      maxLength: 64,
      help: 'Leave it empty to see every database that this user may read.',
    },
    usernameField(128),
    ...TLS_CONFIG,
    ...SSH_CONFIG,
  ],
  credentials: [PASSWORD, TLS_KEY, ...SSH_CREDENTIALS],
  passwordRules: USUAL_PASSWORDS,
  urls,
  grants,
  describeTarget: ({ username, host, port, database }) =>
    `${username}@${host}:${port}${database ? `/${database}` : ''}`,
  async errors() {
    const { errorTable } = await import('#connectors/mysql/error_table')
    return errorTable
  },
  async load() {
    const { MysqlConnector } = await import('#connectors/mysql/connector')
    return MysqlConnector
  },
}
