import { createHash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const RANDOM_BYTES = 32
/** 62^43 > 2^256 */
const RANDOM_LENGTH = 43
/** 62^6 > 2^32 */
const CHECKSUM_LENGTH = 6

/**
 * Texts that are secrets by themselves: a prefix that tells scanners what leaked, 256 random bits and the CRC-32 of
 * both, in base 62, so that a double click selects all of it and a typo is noticed without asking the database.
 */
export class SecretText {
  readonly #pattern: RegExp

  constructor(private readonly prefix: string) {
    this.#pattern = new RegExp(`^${prefix}[0-9A-Za-z]{${RANDOM_LENGTH + CHECKSUM_LENGTH}}$`)
  }

  generate(): string {
    return this.spell(randomBytes(RANDOM_BYTES))
  }

  /** The text of 32 bytes that are random, or as hard to guess. */
  spell(secret: Uint8Array): string {
    const random = BigInt(`0x${Buffer.from(secret).toString('hex')}`)
    const text = this.prefix + inBase62(random, RANDOM_LENGTH)
    return text + checksumOf(text)
  }

  /** Whether a text could be one of them. */
  recognises(text: string): boolean {
    if (!this.#pattern.test(text)) return false
    return checksumOf(text.slice(0, -CHECKSUM_LENGTH)) === text.slice(-CHECKSUM_LENGTH)
  }

  /** Whether a text means to be one of them. */
  claims(text: string): boolean {
    return text.startsWith(this.prefix)
  }

  /**
   * SHA-256 in hex, all that is stored. It is looked up by an index, whose timing tells of the hash at most, and the
   * hash of what nobody can guess needs nothing slower.
   */
  hash(text: string): string {
    return createHash('sha256').update(text).digest('hex')
  }
}

function checksumOf(text: string): string {
  return inBase62(BigInt(crc32(text)), CHECKSUM_LENGTH)
}

function inBase62(value: bigint, length: number): string {
  let text = ''
  for (let rest = value; rest > 0n; rest /= 62n) text = DIGITS.charAt(Number(rest % 62n)) + text
  return text.padStart(length, DIGITS.charAt(0))
}
