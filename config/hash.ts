import { configProvider } from '@adonisjs/core'
import { defineConfig } from '@adonisjs/core/hash'

/** About 110 ms of a core for each password. */
const COST = 2 ** 15

/** Tests make thousands of users, whose passwords nobody guesses. */
const CHEAP = 2 ** 10

const SCRYPT = {
  blockSize: 8,
  parallelization: 1,
  maxMemory: 64 * 1024 * 1024,
}

const hashConfig = defineConfig({
  default: 'scrypt',
  list: {
    scrypt: configProvider.create(async (app) => {
      const { BoundedScrypt } = await import('#services/auth/bounded_scrypt')
      return () => new BoundedScrypt({ ...SCRYPT, cost: app.inTest ? CHEAP : COST })
    }),
  },
})

export default hashConfig

declare module '@adonisjs/core/types' {
  export interface HashersList extends InferHashers<typeof hashConfig> {}
}
