/** A JSON document whose keys, texts and numbers are as they were written: no digit is lost. */
export type JsonNode =
  | { kind: 'object'; members: JsonMember[] }
  | { kind: 'array'; members: JsonMember[] }
  | { kind: 'text' | 'number' | 'word'; written: string }

export interface JsonMember {
  /** As written, with its quotes; null in an array. */
  key: string | null
  value: JsonNode
}

/** Deeper documents are shown as text: targets choose how deep theirs are. */
const DEEPEST = 64

const TOKEN = /\s*(?:([{}[\],:])|("(?:[^"\\]|\\.)*")|(-?\d[\d.eE+-]*)|([a-z]+))\s*/y

const LEAVES = { text: 'text', number: 'number', word: 'word' } as const

/** Null when it is no JSON, or too deep. */
export function jsonTree(text: string): JsonNode | null {
  const reader = new JsonReader(text)
  const root = reader.value(0)
  return reader.isAtEnd ? root : null
}

/** What a token is, in the order of the expression's groups. */
const KINDS = ['end', 'sign', 'text', 'number', 'word'] as const

class JsonReader {
  #token = new RegExp(TOKEN)
  #kind: (typeof KINDS)[number] = 'end'
  #current = ''
  #read = 0

  constructor(private text: string) {
    this.#next()
  }

  get isAtEnd() {
    return this.#kind === 'end' && this.#read === this.text.length
  }

  value(depth: number): JsonNode | null {
    if (depth > DEEPEST || this.#kind === 'end') return null
    if (this.#kind === 'sign') {
      if (this.#current === '{') return this.#members(depth, 'object', '}')
      return this.#current === '[' ? this.#members(depth, 'array', ']') : null
    }
    const leaf = { kind: LEAVES[this.#kind], written: this.#current }
    this.#next()
    return leaf
  }

  #members(depth: number, kind: 'object' | 'array', end: string): JsonNode | null {
    const members: JsonMember[] = []
    this.#next()
    while (!this.#skip(end)) {
      const key = kind === 'object' ? this.#key() : null
      const value = key === undefined ? null : this.value(depth + 1)
      if (key === undefined || !value) return null
      members.push({ key, value })
      if (!this.#skip(',') && !this.#isAt(end)) return null
    }
    return { kind, members }
  }

  /** Undefined when there is none where one must be. */
  #key(): string | undefined {
    if (this.#kind !== 'text') return undefined
    const key = this.#current
    this.#next()
    return this.#skip(':') ? key : undefined
  }

  #skip(sign: string): boolean {
    if (!this.#isAt(sign)) return false
    this.#next()
    return true
  }

  #isAt(sign: string): boolean {
    return this.#kind === 'sign' && this.#current === sign
  }

  #next(): void {
    const found = this.#token.exec(this.text)
    const group = found?.findIndex((part, index) => index > 0 && part !== undefined) ?? 0
    this.#kind = KINDS[group] ?? 'end'
    this.#current = found?.[group] ?? ''
    if (found) this.#read = this.#token.lastIndex
  }
}
