import { configProvider } from '@adonisjs/core'
import { defineConfig } from '@adonisjs/core/hash'

const SCRYPT = {
  cost: 2 ** 15,
  blockSize: 8,
  parallelization: 1,
  maxMemory: 64 * 1024 * 1024,
}

const hashConfig = defineConfig({
  default: 'scrypt',
  list: {
    scrypt: configProvider.create(async () => {
      const { BoundedScrypt } = await import('#services/auth/bounded_scrypt')
      return () => new BoundedScrypt(SCRYPT)
    }),
  },
})

export default hashConfig

declare module '@adonisjs/core/types' {
  export interface HashersList extends InferHashers<typeof hashConfig> {}
}
