/**
 * The encodings of TTC, Oracle's presentation protocol, as the thin drivers that Oracle publishes as source read and
 * write them (https://github.com/oracle/node-oracledb, https://github.com/oracle/python-oracledb).
 */

const LONG_VALUE = 0xfe
const LONGEST_SHORT = 252
const CHUNK = 32_767

/** Writes one message. */
export class WireWriter {
  #buffer = Buffer.allocUnsafe(1_024)
  #size = 0

  bytes(bytes: Uint8Array): this {
    this.#reserve(bytes.length)
    this.#buffer.set(bytes, this.#size)
    this.#size += bytes.length
    return this
  }

  /** Single bytes. */
  u8(...values: number[]): this {
    this.#reserve(values.length)
    for (const value of values) this.#buffer[this.#size++] = value
    return this
  }

  u16be(value: number): this {
    return this.u8((value >> 8) & 0xff, value & 0xff)
  }

  u16le(value: number): this {
    return this.u8(value & 0xff, (value >> 8) & 0xff)
  }

  /** Integers of up to eight bytes: how many bytes, with a flag for the sign, then the bytes. */
  int(...values: number[]): this {
    for (const value of values) {
      const digits = bytesOf(Math.abs(value))
      this.u8(digits.length | (value < 0 ? 0x80 : 0)).bytes(digits)
    }
    return this
  }

  /** A value with its length in one byte, or in chunks; nothing is null. */
  value(value: Uint8Array | string | null): this {
    const bytes = typeof value === 'string' ? Buffer.from(value) : value
    if (bytes === null || bytes.length === 0) return this.u8(0)
    if (bytes.length <= LONGEST_SHORT) return this.u8(bytes.length).bytes(bytes)
    this.u8(LONG_VALUE)
    for (let at = 0; at < bytes.length; at += CHUNK) {
      const chunk = bytes.subarray(at, at + CHUNK)
      this.int(chunk.length).bytes(chunk)
    }
    return this.int(0)
  }

  /** A value with its length once more before it; without the value where there is none. */
  sized(value: Uint8Array | string | null): this {
    const bytes = Buffer.from(value ?? '')
    this.int(bytes.length)
    return bytes.length > 0 ? this.value(bytes) : this
  }

  toBuffer(): Buffer {
    return Buffer.from(this.#buffer.subarray(0, this.#size))
  }

  #reserve(bytes: number) {
    const needed = this.#size + bytes
    if (needed <= this.#buffer.length) return
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2))
    larger.set(this.#buffer.subarray(0, this.#size))
    this.#buffer = larger
  }
}

function bytesOf(value: number): Buffer {
  const digits = value.toString(16)
  return value === 0
    ? Buffer.alloc(0)
    : Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex')
}

/** Reads one message and refuses to leave it. */
export class WireReader {
  #at = 0

  constructor(private readonly buffer: Buffer) {}

  get isAtEnd(): boolean {
    return this.#at === this.buffer.length
  }

  bytes(length: number): Buffer {
    if (this.#at + length > this.buffer.length) throw new RangeError('The message is too short')
    this.#at += length
    return this.buffer.subarray(this.#at - length, this.#at)
  }

  u8(): number {
    return this.bytes(1).readUInt8()
  }

  skip(bytes: number): this {
    this.bytes(bytes)
    return this
  }

  int(): number {
    const length = this.u8()
    const size = length & 0x7f
    if (size > 6) throw new RangeError('The integer is too large')
    const value = size === 0 ? 0 : this.bytes(size).readUIntBE(0, size)
    return length & 0x80 ? -value : value
  }

  skipInts(count: number): this {
    for (let i = 0; i < count; i++) this.int()
    return this
  }

  value(): Buffer | null {
    const length = this.u8()
    if (length === 0 || length === 0xff) return null
    if (length !== LONG_VALUE) return this.bytes(length)
    const chunks: Buffer[] = []
    for (let size = this.int(); size > 0; size = this.int()) chunks.push(this.bytes(size))
    return Buffer.concat(chunks)
  }

  text(): string {
    return this.value()?.toString() ?? ''
  }

  sized(): Buffer | null {
    return this.int() > 0 ? this.value() : null
  }
}
