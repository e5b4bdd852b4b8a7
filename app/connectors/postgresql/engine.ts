import type { Engine } from '#connectors/engine'
import { HOST, PASSWORD, portField, usernameField } from '#connectors/server_fields'
import { TLS_CONFIG, TLS_KEY } from '#connectors/tls'

export const postgresql: Engine = {
  name: 'postgresql',
  label: 'PostgreSQL',
  capabilities: { supportsSchemas: true, supportsTls: true, supportsExactCount: true },
  probes: ['dns', 'tcp', 'tls', 'auth', 'database', 'catalog'],
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
  ],
  credentials: [PASSWORD, TLS_KEY],
  describeTarget: ({ username, host, port, database }) => `${username}@${host}:${port}/${database}`,
  async load() {
    const { PostgresqlConnector } = await import('#connectors/postgresql/connector')
    return PostgresqlConnector
  },
}
