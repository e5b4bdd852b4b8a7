import type { ApplicationService } from '@adonisjs/core/types'
import { databaseFault } from '#providers/database_fault'
import env from '#start/env'

/** Milliseconds that a server of ours gets to answer when we start. */
const PATIENCE = 10_000

export interface OwnServerFaults {
  /** Why the application database cannot be used, or null. */
  database: string | null
  /** Why Redis cannot be used, or null. */
  redis: string | null
}

/** Asks each of the servers that this one cannot do without. */
export async function findOwnServerFaults(app: ApplicationService): Promise<OwnServerFaults> {
  const logger = await app.container.make('logger')
  const { level } = logger
  // The clients log every attempt with its stack. What it comes to is said once, and better.
  logger.level = 'silent'
  const [database, redis] = await Promise.all([askDatabase(), askRedis()])
  if (!database && !redis) logger.level = level
  return { database, redis }
}

async function askDatabase(): Promise<string | null> {
  const { default: db } = await import('@adonisjs/lucid/services/db')
  return faultOf(db.rawQuery('select 1'), databaseFault)
}

async function askRedis(): Promise<string | null> {
  const url = env.get('REDIS_URL')
  if (!url) return null
  const { default: redis } = await import('@adonisjs/redis/services/main')
  const connection = redis.connection('main')
  return faultOf(connection.ping(), (error) => {
    const { code, message } = Object(connection.lastError ?? error)
    return redisFault(new URL(url).host, /^(WRONGPASS|NOAUTH)/.exec(message)?.[0] ?? String(code))
  })
}

function redisFault(server: string, code: string): string {
  return /^(WRONGPASS|NOAUTH)$/.test(code)
    ? `REDIS_URL: ${server} does not accept the password (${code}). Correct it.`
    : `REDIS_URL: no Redis answers at ${server} (${code}). Start it, or correct or remove the variable.`
}

async function faultOf(
  asking: Promise<unknown>,
  describe: (error: unknown) => string
): Promise<string | null> {
  const silence = Promise.withResolvers<never>()
  const timer = setTimeout(() => silence.reject({ code: 'no answer' }), PATIENCE)
  return Promise.race([asking, silence.promise])
    .then(() => null, describe)
    .finally(() => clearTimeout(timer))
}
