/** What a client asks: a batch of SQL, or one with parameters. */
export interface SqlRequest {
  sql: string
  /** By name, without `@`. */
  parameters: Record<string, string | null>
}

/** By number instead of by name ([MS-TDS] 2.2.6.6). */
const BY_NUMBER = 0xffff
const SP_EXECUTESQL = 10
const NVARCHAR = 0xe7
const MAX = 0xffff

export function readBatch(data: Buffer): SqlRequest {
  return { sql: withoutHeaders(data).toString('ucs2'), parameters: {} }
}

/** A remote call of sp_executesql with texts; null for any other. */
export function readCall(data: Buffer): SqlRequest | null {
  const reader = new CallReader(withoutHeaders(data))
  if (reader.uint16() !== BY_NUMBER || reader.uint16() !== SP_EXECUTESQL) return null
  reader.uint16()
  const given: { name: string; value: string | null }[] = []
  while (!reader.isAtEnd) given.push(reader.parameter())
  const [statement, , ...rest] = given
  return {
    sql: statement?.value ?? '',
    parameters: Object.fromEntries(rest.map(({ name, value }) => [name.replace('@', ''), value])),
  }
}

/** ALL_HEADERS: their length, itself included, comes first. */
function withoutHeaders(data: Buffer): Buffer {
  return data.subarray(data.readUInt32LE(0))
}

class CallReader {
  #at = 0

  constructor(private readonly data: Buffer) {}

  get isAtEnd(): boolean {
    return this.#at >= this.data.length
  }

  uint16(): number {
    this.#at += 2
    return this.data.readUInt16LE(this.#at - 2)
  }

  parameter(): { name: string; value: string | null } {
    const name = this.#text(this.#byte() * 2)
    this.#byte()
    const type = this.#byte()
    if (type !== NVARCHAR) throw new Error(`Parameters of type ${type} are not understood here`)
    const maxBytes = this.uint16()
    this.#at += 5
    return { name, value: maxBytes === MAX ? this.#pieces() : this.#short() }
  }

  #short(): string | null {
    const bytes = this.uint16()
    return bytes === MAX ? null : this.#text(bytes)
  }

  #pieces(): string {
    this.#at += 8
    let text = ''
    for (let bytes = this.#uint32(); bytes > 0; bytes = this.#uint32()) text += this.#text(bytes)
    return text
  }

  #byte(): number {
    this.#at += 1
    return this.data.readUInt8(this.#at - 1)
  }

  #uint32(): number {
    this.#at += 4
    return this.data.readUInt32LE(this.#at - 4)
  }

  #text(bytes: number): string {
    this.#at += bytes
    return this.data.toString('ucs2', this.#at - bytes, this.#at)
  }
}
