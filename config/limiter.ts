import { defineConfig, stores } from '@adonisjs/limiter'
import type { InferLimiters } from '@adonisjs/limiter/types'
import env from '#start/env'

const limiterConfig = defineConfig({
  default: env.get('REDIS_URL') ? 'redis' : 'memory',
  stores: {
    redis: stores.redis({ connectionName: 'main', keyPrefix: 'limits' }),
    memory: stores.memory({}),
  },
})

export default limiterConfig

/** How many requests a minute one person makes; a whole tenant four times as many. */
export const requestsPerMinute = {
  tests: shares(env.get('RATE_LIMIT_TESTS', 60)),
  reads: shares(env.get('RATE_LIMIT_READS', 600)),
  datasets: shares(env.get('RATE_LIMIT_IMPORTS', 30)),
}

function shares(perUser: number) {
  return { perUser, perTenant: perUser * 4 }
}

declare module '@adonisjs/limiter/types' {
  export interface LimitersList extends InferLimiters<typeof limiterConfig> {}
}
