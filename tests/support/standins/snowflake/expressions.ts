import { cast, functions } from '#tests/support/standins/snowflake/functions'
import { NotUnderstood, TokenReader, tokensOf } from '#tests/support/standins/sql/token_reader'
import { fixed, text, type Value } from '#tests/support/standins/snowflake/values'

/** A name of the row that is at hand, as it is stored; perhaps of the table that goes by another name. */
export type Lookup = (name: string, table?: string) => Value

export type Expression = (lookup: Lookup) => Value

export const TOKEN =
  /\s*(?:("(?:[^"]|"")*")|('(?:[^'\\]|''|\\.)*')|(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)|([a-z_$][\w$]*)|(::|=>|<>|<=|>=|[(),.*=<>[\]?+]))/iy

/** Reads expressions off the front of SQL. */
export class ExpressionReader {
  readonly tokens: TokenReader
  #used = 0

  /** @param binds what each `?` stands for */
  constructor(
    sql: string,
    private readonly binds: readonly string[] = []
  ) {
    this.tokens = new TokenReader(tokensOf(sql, TOKEN))
  }

  name(): string {
    return unquoted(this.tokens.take())
  }

  list(): { source: string; expression: Expression }[] {
    return this.tokens.list(() => {
      const { source, result } = this.tokens.withSource(() => this.expression())
      return { source, expression: result }
    })
  }

  expression(): Expression {
    let sum = this.#product()
    while (this.tokens.skip('+')) sum = calculated(sum, this.#product(), (a, b) => a + b)
    return sum
  }

  #product(): Expression {
    let product = this.#cast()
    while (this.tokens.skip('*')) product = calculated(product, this.#cast(), (a, b) => a * b)
    return product
  }

  #cast(): Expression {
    let inner = this.#primary()
    while (this.tokens.skip('::')) {
      const type = this.type()
      const operand = inner
      inner = (lookup) => cast(operand(lookup), type)
    }
    return inner
  }

  #primary(): Expression {
    const token = this.tokens.take()
    if (token.startsWith("'")) {
      const value = text(literalOf(token))
      return () => value
    }
    if (token.startsWith('"')) return this.#column(unquoted(token))
    if (token === '?') {
      const value = this.#bound()
      return () => value
    }
    if (/^-?\d/.test(token)) return () => fixed(token)
    if (/^(true|false)$/i.test(token)) {
      return () => ({ type: 'boolean', text: token.toLowerCase() })
    }
    if (/^null$/i.test(token)) return () => null
    return token === '[' ? this.#array() : this.#call(token)
  }

  #column(name: string): Expression {
    if (!this.tokens.skip('.')) return (lookup) => lookup(name)
    const column = this.name()
    return (lookup) => lookup(column, name)
  }

  #bound(): Value {
    const value = this.binds[this.#used++]
    if (value === undefined) throw new NotUnderstood('?')
    return text(value)
  }

  #array(): Expression {
    const items = this.list()
    this.tokens.take(']')
    return (lookup) => ({
      type: 'array',
      text: `[${items.map(({ expression }) => expression(lookup)?.text).join(',')}]`,
    })
  }

  #call(name: string): Expression {
    const called = functions[name.toUpperCase()]
    if (!called) throw new NotUnderstood(name)
    this.tokens.take('(')
    const parameters: Expression[] = []
    while (!this.tokens.skip(')')) {
      parameters.push(this.tokens.skip('*') ? () => null : this.expression())
      this.tokens.skip(',')
    }
    return (lookup) => called(...parameters.map((parameter) => parameter(lookup)))
  }

  type(): string {
    let type = this.tokens.take()
    if (!this.tokens.skip('(')) return type
    type += '('
    while (!this.tokens.skip(')')) type += this.tokens.take()
    return `${type})`
  }
}

function calculated(
  left: Expression,
  right: Expression,
  calculate: (a: bigint, b: bigint) => bigint
): Expression {
  return (lookup) => {
    const [a, b] = [left(lookup), right(lookup)]
    return a && b ? fixed(String(calculate(BigInt(a.text), BigInt(b.text)))) : null
  }
}

/** The value of a literal, as INSERT takes it. */
export function valueOf(sql: string): Value {
  return new ExpressionReader(sql).expression()(() => null)
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
