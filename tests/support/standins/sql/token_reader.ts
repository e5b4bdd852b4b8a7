/** Whatever a stand-in cannot read: connectors ask for less than SQL has. */
export class NotUnderstood extends Error {
  constructor(near: string | undefined) {
    super(`Incorrect syntax near '${near ?? 'the end'}'`)
  }
}

/**
 * Splits SQL into words, names, texts, numbers and signs, blanks left out; quotes stay around what they quote.
 *
 * @param token sticky, with the blanks before a token
 */
export function tokensOf(sql: string, token: RegExp): string[] {
  const tokens: string[] = []
  token.lastIndex = 0
  while (token.lastIndex < sql.trimEnd().length) {
    const at = token.lastIndex
    const found = token.exec(sql)
    if (!found) throw new NotUnderstood(sql.slice(at, at + 20))
    tokens.push(found[0].trim())
  }
  return tokens
}

/** Reads tokens from the front; words are the same in upper and lower case. */
export class TokenReader {
  #at = 0

  constructor(private readonly tokens: readonly string[]) {}

  get isAtEnd(): boolean {
    return this.#at >= this.tokens.length
  }

  /** @throws NotUnderstood at the end, or when it is another than expected */
  take(expected?: string): string {
    const token = this.tokens[this.#at]
    if (token === undefined || (expected && !isSame(token, expected))) {
      throw new NotUnderstood(token)
    }
    this.#at += 1
    return token
  }

  /** Takes the next token when it is this one. */
  skip(expected: string): boolean {
    const token = this.tokens[this.#at]
    if (token === undefined || !isSame(token, expected)) return false
    this.#at += 1
    return true
  }

  list<T>(read: () => T): T[] {
    const items = [read()]
    while (this.skip(',')) items.push(read())
    return items
  }

  inParentheses<T>(read: () => T): T {
    this.take('(')
    const result = read()
    this.take(')')
    return result
  }

  /** What `read` made of the next tokens, and these. */
  withSource<T>(read: () => T): { source: string; result: T } {
    const from = this.#at
    const result = read()
    return { source: this.tokens.slice(from, this.#at).join(''), result }
  }
}

function isSame(token: string, expected: string): boolean {
  return token.toLowerCase() === expected.toLowerCase()
}
