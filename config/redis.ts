import { defineConfig } from '@adonisjs/redis'
import type { InferConnections } from '@adonisjs/redis/types'
import env from '#start/env'

const url = new URL(env.get('REDIS_URL', 'redis://127.0.0.1:6379'))

/** Used only when `REDIS_URL` is set; `lazyConnect` keeps every other process away from it. */
const redisConfig = defineConfig({
  connection: 'main',
  connections: {
    main: {
      host: url.hostname,
      port: Number(url.port || 6379),
      username: decodeURIComponent(url.username) || undefined,
      password: decodeURIComponent(url.password) || undefined,
      db: Number(url.pathname.slice(1) || 0),
      tls: url.protocol === 'rediss:' ? {} : undefined,
      keyPrefix: 'varlor:',
      lazyConnect: true,
      maxRetriesPerRequest: 1,
      /** Milliseconds. A Redis that is silent is as good as away: nobody waits for it for ever. */
      connectTimeout: 2_000,
      commandTimeout: 2_000,
      retryStrategy: (attempt: number) => Math.min(attempt * 100, 5_000),
    },
  },
})

export default redisConfig

declare module '@adonisjs/redis/types' {
  export interface RedisConnections extends InferConnections<typeof redisConfig> {}
}
