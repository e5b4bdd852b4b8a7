import { createCipheriv, createDecipheriv, createHash, pbkdf2Sync, randomBytes } from 'node:crypto'

/** A password as the server keeps it: the 12c verifier, PBKDF2 and SHA-512. */
export class Verifier {
  readonly salt = randomBytes(16)
  readonly iterations = 4_096
  readonly hash: Buffer

  constructor(readonly password: string) {
    const salt = Buffer.concat([this.salt, Buffer.from('AUTH_PBKDF2_SPEEDY_KEY')])
    const key = pbkdf2Sync(password, salt, this.iterations, 64, 'sha512')
    this.hash = createHash('sha512').update(key).update(this.salt).digest().subarray(0, 32)
  }
}

/** What the server says first, and keeps in mind until the client has answered. */
export class Challenge {
  readonly #serverKey = randomBytes(32)
  readonly #mixingSalt = randomBytes(16)
  #combined: Buffer = Buffer.alloc(32)

  constructor(private readonly verifier: Verifier) {}

  /** Keys and values of the answer to phase one; the type of verifier is a flag beside the salt. */
  get parameters(): [string, string, number][] {
    const { salt, iterations, hash } = this.verifier
    return [
      ['AUTH_SESSKEY', hex(encrypt(hash, this.#serverKey)), 0],
      ['AUTH_VFR_DATA', hex(salt), 0x4815],
      ['AUTH_PBKDF2_CSK_SALT', hex(this.#mixingSalt), 0],
      ['AUTH_PBKDF2_VGEN_COUNT', String(iterations), 0],
      ['AUTH_PBKDF2_SDER_COUNT', '3', 0],
    ]
  }

  /** The proof that the server knows the password too; null when the client does not. */
  answer(given: Map<string, string>): string | null {
    const clientKey = decrypt(this.verifier.hash, bytes(given.get('AUTH_SESSKEY')))
    const mixed = hex(Buffer.concat([clientKey.subarray(0, 32), this.#serverKey]))
    this.#combined = pbkdf2Sync(mixed, this.#mixingSalt, 3, 32, 'sha512')
    if (this.open(given.get('AUTH_PASSWORD')) !== this.verifier.password) return null
    const proof = Buffer.concat([randomBytes(16), Buffer.from('SERVER_TO_CLIENT')])
    return hex(encrypt(this.#combined, proof))
  }

  /** A password that was encrypted with the key that both have now: behind sixteen bytes of nothing, then padded. */
  open(sealed: string | undefined): string {
    const opened = decrypt(this.#combined, bytes(sealed))
    return opened.subarray(16, opened.length - (opened.at(-1) ?? 0)).toString()
  }
}

function encrypt(key: Buffer, data: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-cbc', key, Buffer.alloc(16)).setAutoPadding(false)
  return Buffer.concat([cipher.update(data), cipher.final()])
}

function decrypt(key: Buffer, data: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-cbc', key, Buffer.alloc(16)).setAutoPadding(false)
  return Buffer.concat([decipher.update(data), decipher.final()])
}

function hex(data: Buffer): string {
  return data.toString('hex').toUpperCase()
}

function bytes(text: string | undefined): Buffer {
  return Buffer.from(text ?? '', 'hex')
}
