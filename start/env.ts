import { Env } from '@adonisjs/core/env'

/** A URL of one of these kinds. The message does not quote it: it may hold a password. */
function optionalUrl(schemes: string[]) {
  return (name: string, value?: string): string | undefined => {
    if (!value) return undefined
    const isKnown = schemes.some((scheme) => value.startsWith(scheme))
    if (isKnown && (value.startsWith('sqlite:') || URL.canParse(value))) return value
    throw new Error(`${name} must be a URL that starts with ${schemes.join(', ')}`)
  }
}

function optionalPort(name: string, value?: string): number | undefined {
  if (!value) return undefined
  const port = Number(value)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new Error(`${name} must be a port number`)
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
  APP_KEY: Env.schema.secret({
    message: 'Missing environment variable "APP_KEY". Make one with: openssl rand -base64 32',
  }),
  LOG_LEVEL: Env.schema.enum.optional([
    'fatal',
    'error',
    'warn',
    'info',
    'debug',
    'trace',
    'silent',
  ] as const),
  TRUST_PROXY: Env.schema.string.optional(),
  TRIAL: Env.schema.boolean.optional(),
  AUTO_AUTH: Env.schema.boolean.optional(),

  DATA_DIR: Env.schema.string.optional(),
  DATABASE_URL: optionalUrl(['sqlite:', 'postgres://', 'postgresql://', 'mysql://', 'mariadb://']),
  REDIS_URL: optionalUrl(['redis://', 'rediss://']),

  CREDENTIAL_ENCRYPTION_KEY: Env.schema.secret.optional(),
  CREDENTIAL_ENCRYPTION_KEY_FILE: Env.schema.string.optional(),
  CREDENTIAL_ENCRYPTION_PREVIOUS_KEYS: Env.schema.secret.optional(),
  CREDENTIAL_ENCRYPTION_PREVIOUS_KEYS_FILE: Env.schema.string.optional(),
  CREDENTIAL_ENCRYPTION_SEED: Env.schema.secret.optional(),

  EGRESS_ALLOW: Env.schema.string.optional(),

  RATE_LIMIT_TESTS: Env.schema.number.optional(),
  RATE_LIMIT_READS: Env.schema.number.optional(),
})
