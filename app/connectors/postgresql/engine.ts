import type { Engine } from '#connectors/engine'
import { USUAL_PASSWORDS } from '#connectors/password_rules'
import { grants } from '#connectors/postgresql/grants'
import { urls } from '#connectors/postgresql/urls'
import { HOST, PASSWORD, portField, usernameField } from '#connectors/server_fields'
import { SSH_CONFIG, SSH_CREDENTIALS } from '#connectors/ssh/fields'
import { TLS_CONFIG, TLS_KEY } from '#connectors/tls'

export const postgresql: Engine = {
  name: 'postgresql',
  label: 'PostgreSQL',
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
    portField(5432),
    {
      kind: 'text',
      name: 'database',
      label: 'Database',
      group: 'basics',
      required: true,
      maxLength: 63,
    },
    usernameField(63),
    ...TLS_CONFIG,
    ...SSH_CONFIG,
  ],
  credentials: [PASSWORD, TLS_KEY, ...SSH_CREDENTIALS],
  passwordRules: USUAL_PASSWORDS,
  urls,
  grants,
  describeTarget: ({ username, host, port, database }) => `${username}@${host}:${port}/${database}`,
  async errors() {
    const { errorTable } = await import('#connectors/postgresql/error_table')
    return errorTable(true)
  },
  async load() {
    const { PostgresqlConnector } = await import('#connectors/postgresql/connector')
    return PostgresqlConnector
  },
}
