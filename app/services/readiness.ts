import redis from '@adonisjs/redis/services/main'
import db from '@adonisjs/lucid/services/db'
import env from '#start/env'

/** Milliseconds that each of our own servers gets to answer. */
const PATIENCE = 2_000

export type Health = 'ok' | 'down'

/** Whether what this server cannot do without answers. */
export class Readiness {
  /** The state of each part; nothing of what went wrong, which an operator finds in the log. */
  async check(): Promise<Record<string, Health>> {
    const checks = { database: askDatabase, ...(env.get('REDIS_URL') ? { redis: askRedis } : {}) }
    const states = await Promise.all(
      Object.entries(checks).map(async ([name, ask]) => [name, await healthOf(ask)] as const)
    )
    return Object.fromEntries(states)
  }
}

async function askDatabase() {
  await db.rawQuery('select 1')
}

async function askRedis() {
  await redis.ping()
}

async function healthOf(ask: () => Promise<void>): Promise<Health> {
  const impatience = Promise.withResolvers<never>()
  const timer = setTimeout(() => impatience.reject(new Error('no answer')), PATIENCE)
  try {
    await Promise.race([ask(), impatience.promise])
    return 'ok'
  } catch {
    return 'down'
  } finally {
    clearTimeout(timer)
  }
}
