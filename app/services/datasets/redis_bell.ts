import type { RedisService } from '@adonisjs/redis/types'
import type { BellWire } from '#services/datasets/doorbell'

const CHANNEL = 'varlor:imports'

/** The doorbell of processes that share a Redis. Nothing is kept there: who was not listening looks at the rows. */
export class RedisBell implements BellWire {
  #isListening = false

  constructor(private readonly redis: RedisService) {}

  publish(datasetId: string): Promise<unknown> {
    return this.redis.publish(CHANNEL, datasetId)
  }

  subscribe(heard: (datasetId: string) => void): void {
    this.#isListening = true
    this.redis.subscribe(CHANNEL, heard)
  }

  async close(): Promise<void> {
    if (this.#isListening) this.redis.unsubscribe(CHANNEL)
  }
}
