import { randomBytes } from 'node:crypto'
import type { Product } from '#tests/support/product'
import { masterKeyIdOf } from '#vault/master_key'

/** The master keys of a product, newest first, as docs/keys.md says how to change them. */
export class KeyRing {
  #keys = [randomBytes(32)]

  /** What the product is started with. */
  get environment() {
    const [active, ...previous] = this.#keys.map((key) => key.toString('base64'))
    return {
      CREDENTIAL_ENCRYPTION_KEY: active ?? '',
      CREDENTIAL_ENCRYPTION_PREVIOUS_KEYS: previous.join(','),
    }
  }

  get activeId(): string {
    return this.#keys.slice(0, 1).map(masterKeyIdOf).join()
  }

  /** Ids of all keys but the active one, newest first. */
  get previousIds(): string[] {
    return this.#keys.slice(1).map(masterKeyIdOf)
  }

  get generations(): number {
    return this.#keys.length
  }

  /** Restarts the server with a new active key. */
  async renew(product: Product): Promise<void> {
    this.#keys.unshift(randomBytes(32))
    Object.assign(product.environment, this.environment)
    await product.endServer('SIGTERM')
    await product.startServer()
  }
}
