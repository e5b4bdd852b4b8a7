import type { Engine } from '#connectors/engine'
import { USUAL_PASSWORDS } from '#connectors/password_rules'
import { HOST, PASSWORD, portField, usernameField } from '#connectors/server_fields'
import { grants } from '#connectors/sqlserver/grants'
import { urls } from '#connectors/sqlserver/urls'
import { SSH_CONFIG, SSH_CREDENTIALS } from '#connectors/ssh/fields'
import { FINGERPRINT, TLS_CONFIG } from '#connectors/tls'

const ENCRYPTED = { field: 'encrypt', in: ['true'] } as const
const [, CA] = TLS_CONFIG

export const sqlserver: Engine = {
  name: 'sqlserver',
  label: 'SQL Server',
  capabilities: {
    supportsSchemas: true,
    supportsTls: true,
    supportsTunnel: true,
    supportsExactCount: true,
    supportsPasswordChange: true,
    // Not `readsSnapshots`: that is for each database to allow.
    supportsImport: true,
  },
  probes: ['dns', 'tcp', 'ssh', 'tls', 'auth', 'database', 'catalog'],
  config: [
    {
      ...HOST,
      pattern: '^[^\\\\/]+$',
      help: 'For a named instance, enter the port it listens on instead of its name.',
    },
    portField(1433),
    {
      kind: 'text',
      name: 'database',
      label: 'Database',
      group: 'basics',
      required: true,
      maxLength: 128,
    },
    usernameField(128),
    {
      kind: 'boolean',
      name: 'encrypt',
      label: 'Encrypt the connection',
      group: 'security',
      required: false,
      guardsCredentials: true,
      default: true,
      help: 'When it is off, not even the password is encrypted on its way.',
    },
    {
      kind: 'boolean',
      name: 'trustServerCertificate',
      label: 'Trust any certificate',
      group: 'security',
      required: false,
      guardsCredentials: true,
      default: false,
      help: 'Encrypted, but whoever answers is believed. Better approve the one certificate, or paste its CA.',
      when: ENCRYPTED,
    },
    { ...CA, name: 'ca', when: ENCRYPTED },
    {
      kind: 'text',
      name: 'hostNameInCertificate',
      label: 'Host name in the certificate',
      group: 'security',
      required: false,
      guardsCredentials: true,
      maxLength: 255,
      help: 'When the certificate was made for another name than the host above.',
      when: ENCRYPTED,
    },
    { ...FINGERPRINT, when: ENCRYPTED },
    ...SSH_CONFIG,
  ],
  credentials: [PASSWORD, ...SSH_CREDENTIALS],
  fieldNames: { 'tls.mode': 'encrypt', 'tls.ca': 'ca', 'tls.fingerprint': 'fingerprint' },
  passwordRules: USUAL_PASSWORDS,
  urls,
  grants,
  describeTarget: ({ username, host, port, database }) => `${username}@${host}:${port}/${database}`,
  async errors() {
    const { errorTable } = await import('#connectors/sqlserver/error_table')
    return errorTable(true)
  },
  async load() {
    const { SqlserverConnector } = await import('#connectors/sqlserver/connector')
    return SqlserverConnector
  },
}
