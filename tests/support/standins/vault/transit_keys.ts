import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

export class NoSuchKeyError extends Error {}

/** Keys of the type `aes256-gcm96`, each of one version: `vault:v1:` and base64 of nonce, ciphertext and tag. */
export class TransitKeys {
  readonly #keys = new Map<string, Buffer>()

  create(name: string): void {
    this.#keys.set(name, randomBytes(32))
  }

  encrypt(name: string, plaintext: Buffer, associatedData: Buffer): string {
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', this.#find(name), nonce).setAAD(associatedData)
    const parts = [nonce, cipher.update(plaintext), cipher.final()]
    return `vault:v1:${Buffer.concat([...parts, cipher.getAuthTag()]).toString('base64')}`
  }

  decrypt(name: string, text: string, associatedData: Buffer): Buffer {
    const bytes = Buffer.from(text.replace('vault:v1:', ''), 'base64')
    const decipher = createDecipheriv('aes-256-gcm', this.#find(name), bytes.subarray(0, 12))
    decipher.setAAD(associatedData).setAuthTag(bytes.subarray(-16))
    return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()])
  }

  #find(name: string): Buffer {
    const key = this.#keys.get(name)
    if (!key) throw new NoSuchKeyError('encryption key not found')
    return key
  }
}
