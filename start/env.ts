import { Env } from '@adonisjs/core/env'

/**
 * Every variable the product reads, validated once at boot; see `.env.example` for what each one does.
 * Rules that span several variables live in `app/providers/app_provider.ts`.
 */
export default await Env.create(new URL('../', import.meta.url), {
  NODE_ENV: Env.schema.enum(['development', 'production', 'test'] as const),
  HOST: Env.schema.string.optional({ format: 'host' }),
  PORT: Env.schema.number.optional(),
  APP_URL: Env.schema.string({ format: 'url', tld: false }),
  APP_KEY: Env.schema.secret(),
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
  DATABASE_URL: Env.schema.string.optional(),
  REDIS_URL: Env.schema.string.optional(),

  CREDENTIAL_ENCRYPTION_KEY: Env.schema.secret.optional(),
  CREDENTIAL_ENCRYPTION_KEY_FILE: Env.schema.string.optional(),
  CREDENTIAL_ENCRYPTION_PREVIOUS_KEYS: Env.schema.secret.optional(),
  CREDENTIAL_ENCRYPTION_PREVIOUS_KEYS_FILE: Env.schema.string.optional(),
  CREDENTIAL_ENCRYPTION_SEED: Env.schema.secret.optional(),

  EGRESS_ALLOW: Env.schema.string.optional(),
})
