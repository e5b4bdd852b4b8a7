import type { Engine } from '#connectors/engine'
import type { TextField } from '#connectors/field'
import { grants } from '#connectors/oracle/grants'
import { urls } from '#connectors/oracle/urls'
import { USUAL_PASSWORDS } from '#connectors/password_rules'
import { HOST, PASSWORD, portField, usernameField } from '#connectors/server_fields'
import { SSH_CONFIG, SSH_CREDENTIALS } from '#connectors/ssh/fields'
import { TLS_CONFIG, TLS_KEY } from '#connectors/tls'

/** Characters that mean nothing in a connect descriptor: nothing else can be said with a name. */
const NAME = '^[A-Za-z0-9_$#][A-Za-z0-9_$#.-]*$'

const SERVICE_NAME = {
  kind: 'text',
  name: 'serviceName',
  label: 'Service name',
  group: 'basics',
  required: false,
  maxLength: 255,
  pattern: NAME,
  placeholder: 'ORCLPDB1',
  help: 'What most databases are reached by.',
} as const satisfies TextField

const SID = {
  kind: 'text',
  name: 'sid',
  label: 'SID',
  group: 'basics',
  required: false,
  maxLength: 64,
  pattern: NAME,
  help: 'For databases without a service name.',
} as const satisfies TextField

export const oracle: Engine = {
  name: 'oracle',
  label: 'Oracle',
  capabilities: {
    supportsSchemas: true,
    supportsTls: true,
    supportsTunnel: true,
    supportsExactCount: true,
    supportsImport: true,
    readsSnapshots: true,
    supportsPasswordChange: true,
  },
  probes: ['dns', 'tcp', 'ssh', 'tls', 'auth', 'database', 'catalog'],
  config: [
    HOST,
    portField(1521),
    SERVICE_NAME,
    SID,
    usernameField(128),
    ...TLS_CONFIG,
    ...SSH_CONFIG,
  ],
  oneOf: [['serviceName', 'sid']],
  credentials: [PASSWORD, TLS_KEY, ...SSH_CREDENTIALS],
  fieldNames: { database: 'serviceName' },
  // Releases before 12.2 take 30 bytes; the strongest of Oracle's own rules ask for two of each kind.
  passwordRules: { ...USUAL_PASSWORDS, length: 30, ofEach: 2 },
  urls,
  grants,
  describeTarget: ({ username, host, port, serviceName, sid }) =>
    `${username}@${host}:${port}/${serviceName ?? sid}`,
  async errors() {
    const { errorTable } = await import('#connectors/oracle/error_table')
    return errorTable('serviceName')
  },
  async load() {
    const { OracleConnector } = await import('#connectors/oracle/connector')
    return OracleConnector
  },
}
