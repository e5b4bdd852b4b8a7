import type { Engine } from '#connectors/engine'
import type { CredentialField, TextField } from '#connectors/field'
import { USUAL_PASSWORDS } from '#connectors/password_rules'
import { PASSWORD, usernameField } from '#connectors/server_fields'
import { grants } from '#connectors/snowflake/grants'
import { urls } from '#connectors/snowflake/urls'

/**
 * `orgname-account`, or the older locator with its region: `xy12345.eu-central-1.aws`. It becomes a host name, so
 * that nothing else may be in it.
 */
const ACCOUNT = '^[A-Za-z0-9][A-Za-z0-9_-]{0,127}(\\.[A-Za-z0-9][A-Za-z0-9-]{0,62}){0,3}$'

function nameField(name: string, label: string, more: Partial<TextField> = {}): TextField {
  return { kind: 'text', name, label, group: 'basics', required: false, maxLength: 255, ...more }
}

const SIGN_IN_PASSWORD = {
  ...PASSWORD,
  help: 'Or sign in with a key pair or an access token, below in Security.',
} as const satisfies CredentialField

const PRIVATE_KEY = {
  kind: 'secret',
  name: 'privateKey',
  label: 'Private key',
  group: 'security',
  required: false,
  maxLength: 16 * 1024,
  multiline: true,
  insteadOfPassword: true,
  help: 'Of a key pair: the text of the .p8 file, PEM. It is used instead of the password.',
} as const satisfies CredentialField

const PASSPHRASE = {
  kind: 'secret',
  name: 'passphrase',
  label: 'Passphrase of the private key',
  group: 'security',
  required: false,
  maxLength: 1_024,
} as const satisfies CredentialField

const TOKEN = {
  kind: 'secret',
  name: 'token',
  label: 'Programmatic access token',
  group: 'security',
  required: false,
  maxLength: 4_096,
  insteadOfPassword: true,
  help: 'It is used instead of the password.',
} as const satisfies CredentialField

export const snowflake: Engine = {
  name: 'snowflake',
  label: 'Snowflake',
  capabilities: {
    supportsSchemas: true,
    supportsExactCount: true,
    supportsImport: true,
    readsSnapshots: true,
    supportsPasswordChange: true,
  },
  probes: ['dns', 'tcp', 'tls', 'auth', 'database', 'catalog'],
  config: [
    nameField('account', 'Account', {
      required: true,
      guardsCredentials: true,
      maxLength: 255,
      pattern: ACCOUNT,
      placeholder: 'myorg-account123',
      help: 'The part of your Snowflake address before .snowflakecomputing.com.',
    }),
    usernameField(255),
    nameField('database', 'Database', { required: true }),
    nameField('schema', 'Schema', { help: 'Leave it empty to see every schema.' }),
    nameField('warehouse', 'Warehouse', {
      help: "Reading rows needs one; the user's own is used when this is empty.",
    }),
    nameField('role', 'Role', { help: "The user's own is used when this is empty." }),
  ],
  credentials: [SIGN_IN_PASSWORD, PRIVATE_KEY, PASSPHRASE, TOKEN],
  // There is one host to an account, one port, and a certificate of a public authority.
  fieldNames: {
    'host': 'account',
    'port': 'account',
    'tls.ca': 'account',
    'tls.mode': 'account',
    'tls.cert': 'account',
  },
  passwordRules: USUAL_PASSWORDS,
  urls,
  grants,
  describeTarget: ({ username, account, database, schema }) =>
    `${username}@${account}/${database}${schema ? `.${schema}` : ''}`,
  async errors() {
    const { errorTable } = await import('#connectors/snowflake/error_table')
    return errorTable({ tenantId: '', config: {}, credentials: {} })
  },
  async load() {
    const { SnowflakeConnector } = await import('#connectors/snowflake/connector')
    return SnowflakeConnector
  },
}
