import { isUtf8 } from 'node:buffer'
import { ApiError } from '#exceptions/api_error'

export interface JsonBounds {
  /** How many objects and arrays may be inside one another. */
  depth: number
  /** How many values there may be in all. */
  values: number
}

/** One that is open while the text is read: where in it we are, and in an object the keys that it has. */
interface Level {
  keys: Set<string> | null
  /** The key or index that comes now. */
  at: string | number
}

/**
 * Parses what a client sent, having looked at it token by token: what is too deep, too much or ambiguous is refused
 * before anything is made of it.
 *
 * @throws ApiError E_MALFORMED_BODY, and E_UNKNOWN_FIELD or E_INVALID with the field at fault
 */
export function parseJson(bytes: Buffer, bounds: JsonBounds): unknown {
  if (!isUtf8(bytes)) throw new ApiError('E_MALFORMED_BODY', { message: 'The body is not UTF-8.' })
  const text = bytes.toString('utf8')
  new Inspection(bounds).read(text)
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new ApiError('E_MALFORMED_BODY', { cause })
  }
}

/** Is not a parser: of a text that is not JSON it may say nothing. */
class Inspection {
  #levels: Level[] = []
  #values = 1

  constructor(private bounds: JsonBounds) {}

  read(text: string) {
    let candidate: string | null = null
    for (const token of tokensOf(text)) {
      if (token === ':') this.#enterKey(candidate)
      candidate = null
      if (token === '{' || token === '[') this.#open(token)
      else if (token === '}' || token === ']') this.#levels.pop()
      else if (token === ',') this.#next()
      else if (token !== ':') this.#refuseUnstorable((candidate = token))
    }
  }

  #open(token: string) {
    this.#levels.push({ keys: token === '{' ? new Set() : null, at: token === '{' ? '' : 0 })
    if (this.#levels.length > this.bounds.depth) {
      throw this.#invalid(`Nothing may be nested deeper than ${this.bounds.depth} levels.`)
    }
  }

  #next() {
    const level = this.#levels.at(-1)
    if (typeof level?.at === 'number') level.at += 1
    this.#values += 1
    if (this.#values > this.bounds.values) {
      throw new ApiError('E_INVALID', {
        message: `The body may hold ${this.bounds.values} values at most.`,
      })
    }
  }

  #enterKey(token: string | null) {
    const level = this.#levels.at(-1)
    if (!level?.keys || token === null) return
    const key = unquoted(token)
    level.at = key
    if (key === '__proto__') throw new ApiError('E_UNKNOWN_FIELD', { field: this.#path() })
    if (level.keys.has(key)) throw this.#invalid('This field is there twice.')
    level.keys.add(key)
  }

  /** PostgreSQL has no U+0000 in its texts, and UTF-8 no halves of surrogate pairs: only escapes can spell them. */
  #refuseUnstorable(token: string) {
    if (!token.includes('\\u')) return
    const value = unquoted(token)
    if (value.includes('\0')) throw this.#invalid('A text may not hold the character U+0000.')
    if (!value.isWellFormed()) throw this.#invalid('A text may not hold half a character.')
  }

  #invalid(message: string) {
    return new ApiError('E_INVALID', { message, field: this.#path() })
  }

  #path(): string {
    return this.#levels.map(({ at }) => at).join('.')
  }
}

/** What bears on the structure: strings, brackets and what stands between values. Every character is seen once. */
function* tokensOf(text: string): Generator<string> {
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at)
    if (character === '"') {
      const end = endOfString(text, at)
      yield text.slice(at, end)
      at = end - 1
    } else if (STRUCTURE.has(character)) {
      yield character
    }
  }
}

const STRUCTURE = new Set('{}[],:')

/** Just behind the quote that is not escaped. */
function endOfString(text: string, start: number): number {
  let quote = text.indexOf('"', start + 1)
  while (quote !== -1 && isEscaped(text, quote)) quote = text.indexOf('"', quote + 1)
  if (quote === -1) throw new ApiError('E_MALFORMED_BODY')
  return quote + 1
}

function isEscaped(text: string, quote: number): boolean {
  let backslashes = 0
  while (text.charAt(quote - 1 - backslashes) === '\\') backslashes += 1
  return backslashes % 2 === 1
}

function unquoted(token: string): string {
  if (!token.includes('\\')) return token.slice(1, -1)
  try {
    return String(JSON.parse(token))
  } catch (cause) {
    throw new ApiError('E_MALFORMED_BODY', { cause })
  }
}
