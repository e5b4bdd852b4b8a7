import { cast, functions } from '#tests/support/standins/snowflake/functions'
import { fixed, text, type Value } from '#tests/support/standins/snowflake/values'

/** A name of the row that is at hand, as it is stored. */
export type Lookup = (name: string) => Value

export type Expression = (lookup: Lookup) => Value

/** Whatever cannot be read: the connector asks for less than SQL has. */
export class NotUnderstood extends Error {}

const TOKEN =
  /\s*(?:("(?:[^"]|"")*")|('(?:[^'\\]|''|\\.)*')|(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)|([a-z_$][\w$]*)|(::|[(),.*=<>[\]]))/iy

/** Splits SQL into words; quoted names keep their quotes. */
export function tokensOf(sql: string): string[] {
  const tokens: string[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < sql.trimEnd().length) {
    const match = TOKEN.exec(sql)
    if (!match) throw new NotUnderstood(sql)
    tokens.push(match[0].trim())
  }
  return tokens
}

/** Reads expressions off the front of a list of tokens. */
export class ExpressionReader {
  #at = 0

  constructor(private readonly tokens: string[]) {}

  get next(): string | undefined {
    return this.tokens[this.#at]
  }

  take(expected?: string): string {
    const token = this.tokens[this.#at++]
    if (token === undefined || (expected && token.toUpperCase() !== expected)) {
      throw new NotUnderstood(`${expected ?? 'more'} instead of ${token}`)
    }
    return token
  }

  /** Takes the next token when it is this word. */
  skip(word: string): boolean {
    if (this.next?.toUpperCase() !== word) return false
    this.#at += 1
    return true
  }

  name(): string {
    return unquoted(this.take())
  }

  list(): { source: string; expression: Expression }[] {
    const items = []
    do {
      const from = this.#at
      const expression = this.expression()
      items.push({ source: this.tokens.slice(from, this.#at).join(''), expression })
    } while (this.skip(','))
    return items
  }

  expression(): Expression {
    let inner = this.#primary()
    while (this.skip('::')) {
      const type = this.#type()
      const operand = inner
      inner = (lookup) => cast(operand(lookup), type)
    }
    return inner
  }

  #primary(): Expression {
    const token = this.take()
    if (token.startsWith("'")) {
      const value = text(literalOf(token))
      return () => value
    }
    if (token.startsWith('"')) return (lookup) => lookup(unquoted(token))
    if (/^-?\d/.test(token)) return () => fixed(token)
    if (/^(true|false)$/i.test(token)) {
      return () => ({ type: 'boolean', text: token.toLowerCase() })
    }
    if (/^null$/i.test(token)) return () => null
    return token === '[' ? this.#array() : this.#call(token)
  }

  #array(): Expression {
    const items = this.list()
    this.take(']')
    return (lookup) => ({
      type: 'array',
      text: `[${items.map(({ expression }) => expression(lookup)?.text).join(',')}]`,
    })
  }

  #call(name: string): Expression {
    const called = functions[name.toUpperCase()]
    if (!called) throw new NotUnderstood(name)
    this.take('(')
    const parameters: Expression[] = []
    while (!this.skip(')')) {
      parameters.push(this.skip('*') ? () => null : this.expression())
      this.skip(',')
    }
    return (lookup) => called(...parameters.map((parameter) => parameter(lookup)))
  }

  #type(): string {
    let type = this.take()
    if (!this.skip('(')) return type
    type += '('
    while (!this.skip(')')) type += this.take()
    return `${type})`
  }
}

/** The value of a literal, as INSERT takes it. */
export function valueOf(sql: string): Value {
  return new ExpressionReader(tokensOf(sql)).expression()(() => null)
}

/** Names without quotes are read in upper case. */
export function unquoted(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toUpperCase()
}

const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r', 0: '\0' }

export function literalOf(token: string): string {
  return token
    .slice(1, -1)
    .replace(/''|\\(.)/gs, (_, escaped?: string) =>
      escaped === undefined ? "'" : (ESCAPES[escaped] ?? escaped)
    )
}
