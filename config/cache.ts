import { defineConfig, drivers, store } from '@adonisjs/cache'
import type { InferStores } from '@adonisjs/cache/types'
import env from '#start/env'

const memory = drivers.memory({ maxSize: '64mb', maxItems: 1_000 })

const cacheConfig = defineConfig({
  default: env.get('REDIS_URL') ? 'redis' : 'memory',
  stores: {
    memory: store().useL1Layer(memory),
    redis: store().useL2Layer(drivers.redis({ connectionName: 'main' })),
  },
})

export default cacheConfig

declare module '@adonisjs/cache/types' {
  interface CacheStores extends InferStores<typeof cacheConfig> {}
}
