import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

/** An error that KMS answers with, by its type. */
export class KmsError extends Error {
  constructor(readonly type: string) {
    super(type)
  }
}

/** The longest id or alias that a blob has room for. */
const ID_BYTES = 64

/** Symmetric keys. A ciphertext says which key it is of, and is authenticated with its encryption context. */
export class KmsKeys {
  readonly #keys = new Map<string, { secret: Buffer; isEnabled: boolean }>()

  create(id: string): void {
    this.#keys.set(id, { secret: randomBytes(32), isEnabled: true })
  }

  disable(id: string): void {
    this.#find(id).isEnabled = false
  }

  encrypt(id: string, plaintext: Buffer, context: Record<string, unknown>): Buffer {
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', this.#use(id), nonce).setAAD(spell(context))
    const parts = [nonce, cipher.update(plaintext), cipher.final()]
    return Buffer.concat([Buffer.from(id.padEnd(ID_BYTES)), ...parts, cipher.getAuthTag()])
  }

  decrypt(id: string, blob: Buffer, context: Record<string, unknown>): Buffer {
    const owner = blob.subarray(0, ID_BYTES).toString().trim()
    const secret = this.#use(id)
    if (this.#keys.has(owner) && owner !== id) throw new KmsError('IncorrectKeyException')
    const [nonce, sealed, tag] = [blob.subarray(64, 76), blob.subarray(76, -16), blob.subarray(-16)]
    try {
      const decipher = createDecipheriv('aes-256-gcm', secret, nonce)
      decipher.setAAD(spell(context)).setAuthTag(tag)
      return Buffer.concat([decipher.update(sealed), decipher.final()])
    } catch {
      throw new KmsError('InvalidCiphertextException')
    }
  }

  #use(id: string): Buffer {
    const key = this.#find(id)
    if (!key.isEnabled) throw new KmsError('DisabledException')
    return key.secret
  }

  #find(id: string) {
    const key = this.#keys.get(id)
    if (!key) throw new KmsError('NotFoundException')
    return key
  }
}

/** The order of a context's pairs does not matter. */
function spell(context: Record<string, unknown>): Buffer {
  return Buffer.from(JSON.stringify(Object.entries(context).sort()))
}
