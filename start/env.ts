import { Env } from '@adonisjs/core/env'
import proxyAddr from 'proxy-addr'
import { parseEgressRule } from '#connectors/egress_rule'
import { KEY_PROVIDERS } from '#vault/key_providers/master_key_provider'

/** A URL of one of these kinds. The message does not quote it: it may hold a password. */
function optionalUrl(schemes: string[], path = /^/) {
  return (name: string, value?: string): string | undefined => {
    if (!value) return undefined
    if (value.startsWith('sqlite:') && schemes.includes('sqlite:')) return value
    const url = URL.parse(value)
    if (!url || !schemes.includes(`${url.protocol}//`) || !url.hostname) {
      throw new Error(`${name} must be a URL that starts with ${schemes.join(', ')}`)
    }
    if (!path.test(url.pathname)) throw new Error(`${name} must end with the number of a database`)
    if ([url.username, url.password, url.pathname].every(isDecodable)) return value
    throw new Error(`${name} must have % in its user, password and database written as %25`)
  }
}

function isDecodable(part: string): boolean {
  try {
    decodeURIComponent(part)
    return true
  } catch {
    return false
  }
}

function optionalPort(name: string, value?: string): number | undefined {
  if (!value) return undefined
  const port = Number(value)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new Error(`${name} must be a port number`)
}

function optionalCount(name: string, value?: string): number | undefined {
  if (!value) return undefined
  const count = Number(value)
  if (Number.isInteger(count) && count > 0) return count
  throw new Error(`${name} must be a whole number above 0`)
}

/** What `proxy-addr` and our rule for egress make of each entry is judged now, while it can be said well. */
function optionalProxies(name: string, value?: string): string | undefined {
  for (const entry of entriesOf(value)) {
    try {
      proxyAddr.compile(entry)
    } catch {
      throw new Error(
        `${name} must be addresses or CIDRs, separated by commas, and ${entry} is not`
      )
    }
  }
  return value || undefined
}

function optionalEgressRules(_name: string, value?: string): string | undefined {
  entriesOf(value).forEach(parseEgressRule)
  return value || undefined
}

function entriesOf(list = ''): string[] {
  return list
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean)
}

const secret = Env.schema.secret({
  message: 'Missing environment variable "APP_KEY". Make one with: openssl rand -base64 32',
})

/** Below this the framework itself fails, without a name; the boot rules ask for more. */
const SHORTEST_APP_KEY = 16

function appKey(name: string, value?: string) {
  const key = secret(name, value)
  if (key.release().length >= SHORTEST_APP_KEY) return key
  throw new Error('APP_KEY is short. Set it to the output of: openssl rand -base64 32')
}

/**
 * Every variable the product reads, validated once at boot; see `.env.example` for what each one does.
 * Rules that span several variables live in `app/providers/boot_rules.ts`.
 */
export default await Env.create(new URL('../', import.meta.url), {
  NODE_ENV: Env.schema.enum(['development', 'production', 'test'] as const),
  HOST: Env.schema.string.optional({ format: 'host' }),
  PORT: optionalPort,
  APP_URL: Env.schema.string({ format: 'url', tld: false }),
  APP_KEY: appKey,
  LOG_LEVEL: Env.schema.enum.optional([
    'fatal',
    'error',
    'warn',
    'info',
    'debug',
    'trace',
    'silent',
  ] as const),
  TRUST_PROXY: optionalProxies,
  DRAIN_SECONDS: Env.schema.number.optional(),
  TRIAL: Env.schema.boolean.optional(),
  AUTO_AUTH: Env.schema.boolean.optional(),

  DATA_DIR: Env.schema.string.optional(),
  DATABASE_URL: optionalUrl(['sqlite:', 'postgres://', 'postgresql://', 'mysql://', 'mariadb://']),
  REDIS_URL: optionalUrl(['redis://', 'rediss://'], /^\/?\d*$/),

  CREDENTIAL_ENCRYPTION_PROVIDER: Env.schema.enum.optional(KEY_PROVIDERS),
  CREDENTIAL_ENCRYPTION_KEY: Env.schema.secret.optional(),
  CREDENTIAL_ENCRYPTION_KEY_FILE: Env.schema.string.optional(),
  CREDENTIAL_ENCRYPTION_PREVIOUS_KEYS: Env.schema.secret.optional(),
  CREDENTIAL_ENCRYPTION_PREVIOUS_KEYS_FILE: Env.schema.string.optional(),
  CREDENTIAL_ENCRYPTION_KEY_FOLDER: Env.schema.string.optional(),
  CREDENTIAL_ENCRYPTION_SEED: Env.schema.secret.optional(),

  VAULT_ADDR: Env.schema.string.optional(),
  VAULT_TOKEN: Env.schema.secret.optional(),
  VAULT_TOKEN_FILE: Env.schema.string.optional(),
  VAULT_TRANSIT_KEY: Env.schema.string.optional(),
  VAULT_TRANSIT_MOUNT: Env.schema.string.optional(),
  VAULT_NAMESPACE: Env.schema.string.optional(),
  VAULT_CACERT: Env.schema.string.optional(),

  AWS_KMS_KEY_ID: Env.schema.string.optional(),
  AWS_REGION: Env.schema.string.optional(),
  AWS_ENDPOINT_URL_KMS: Env.schema.string.optional(),

  EGRESS_ALLOW: optionalEgressRules,

  API_EXPORT: Env.schema.boolean.optional(),

  IMPORT_WORKER: Env.schema.enum.optional(['inside', 'apart'] as const),
  IMPORT_CONCURRENCY: optionalCount,
  IMPORTS_RUNNING: optionalCount,
  IMPORTS_QUEUED: optionalCount,
  DATASET_QUOTA_GB: optionalCount,
  DATASET_QUOTA_ROWS: optionalCount,
  DATASET_CACHE_GB: optionalCount,
  S3_BUCKET: Env.schema.string.optional(),
  S3_REGION: Env.schema.string.optional(),
  S3_ENDPOINT: optionalUrl(['http://', 'https://']),
  S3_ACCESS_KEY_ID: Env.schema.string.optional(),
  S3_SECRET_ACCESS_KEY: Env.schema.secret.optional(),

  RATE_LIMIT_TESTS: Env.schema.number.optional(),
  RATE_LIMIT_READS: Env.schema.number.optional(),
  RATE_LIMIT_IMPORTS: Env.schema.number.optional(),
})
