import { NotUnderstood, TokenReader, tokensOf } from '#tests/support/standins/sql/token_reader'

/** The part of T-SQL's expressions that the stand-in computes. */
export type Expression =
  | { kind: 'column'; name: string }
  | { kind: 'literal'; value: number | string | Buffer }
  /** A text that the request brings. */
  | { kind: 'parameter'; name: string }
  | { kind: 'call'; name: string; arguments: Expression[] }
  | { kind: 'convert'; type: string; value: Expression; style: number | null }
  | { kind: 'method'; name: string; object: Expression }
  | { kind: 'case'; branches: { when: Condition; then: Expression }[]; otherwise: Expression }

export interface Condition {
  value: Expression
  in: (number | string)[]
}

export type Operator = '=' | '<>' | '<' | '<=' | '>' | '>='

/** What rows have to fulfil. */
export type Predicate =
  | { kind: 'null'; value: Expression; isNegated: boolean }
  | { kind: 'comparison'; left: Expression; operator: Operator; right: Expression }

export interface Select {
  limit: number | null
  list: Expression[]
  schema: string
  table: string
  /** All of these. */
  where: Predicate[]
  orderBy: string[]
}

const OPERATORS: readonly string[] = ['=', '<>', '<', '<=', '>', '>='] satisfies Operator[]

/** @throws NotUnderstood for SQL that is not understood here */
export function parseSelect(sql: string): Select {
  return new SelectParser(sql).select()
}

/** Bracketed names, texts, parameters, numbers, words, operators, and single characters. */
const TOKEN =
  /\s*(\[(?:[^\]]|\]\])*\]|'(?:[^']|'')*'|@\w+|0x[\da-f]*|[+-]?\d+(?:\.\d+)?|\w+|<>|[<>]=?|[(),.=*;])/iy

class SelectParser {
  readonly #tokens: TokenReader

  constructor(sql: string) {
    this.#tokens = new TokenReader(tokensOf(sql, TOKEN))
  }

  select(): Select {
    this.#tokens.take('select')
    const limit = this.#tokens.skip('top')
      ? this.#tokens.inParentheses(() => Number(this.#tokens.take()))
      : null
    const list = this.#tokens.list(() => this.#expression())
    this.#tokens.take('from')
    const schema = this.#name()
    this.#tokens.take('.')
    const table = this.#name()
    const where = this.#tokens.skip('where') ? this.#predicates() : []
    const isOrdered = this.#tokens.skip('order')
    if (isOrdered) this.#tokens.take('by')
    const orderBy = isOrdered ? this.#tokens.list(() => this.#name()) : []
    if (!this.#tokens.isAtEnd) throw new NotUnderstood(this.#tokens.take())
    return { limit, list, schema, table, where, orderBy }
  }

  #predicates(): Predicate[] {
    const predicates = [this.#predicate()]
    while (this.#tokens.skip('and')) predicates.push(this.#predicate())
    return predicates
  }

  #predicate(): Predicate {
    const left = this.#expression()
    if (this.#tokens.skip('is')) {
      const isNegated = this.#tokens.skip('not')
      this.#tokens.take('null')
      return { kind: 'null', value: left, isNegated }
    }
    const operator = this.#tokens.take()
    if (!OPERATORS.includes(operator)) throw new NotUnderstood(operator)
    return { kind: 'comparison', left, operator: operator as Operator, right: this.#expression() }
  }

  #expression(): Expression {
    let expression = this.#operand()
    while (this.#tokens.skip('.')) {
      const name = this.#tokens.take()
      this.#tokens.take('(')
      this.#tokens.take(')')
      expression = { kind: 'method', name, object: expression }
    }
    return expression
  }

  #operand(): Expression {
    const token = this.#tokens.take()
    if (token.startsWith('[')) return { kind: 'column', name: unbracketed(token) }
    if (token.startsWith("'")) return { kind: 'literal', value: unquoted(token) }
    if (token.startsWith('@')) return { kind: 'parameter', name: token.slice(1) }
    if (/^0x/i.test(token)) return { kind: 'literal', value: Buffer.from(token.slice(2), 'hex') }
    if (/^[+-]?\d/.test(token)) return { kind: 'literal', value: Number(token) }
    if (token === 'case') return this.#case()
    if (token === 'convert') return this.#tokens.inParentheses(() => this.#convert())
    if (token === 'count_big') {
      this.#tokens.inParentheses(() => this.#tokens.take('*'))
      return { kind: 'call', name: token, arguments: [] }
    }
    const given = this.#tokens.inParentheses(() => this.#tokens.list(() => this.#expression()))
    return { kind: 'call', name: token, arguments: given }
  }

  #convert(): Expression {
    let type = this.#tokens.take()
    if (this.#tokens.skip('(')) {
      type += `(${this.#tokens.list(() => this.#tokens.take()).join(',')})`
      this.#tokens.take(')')
    }
    this.#tokens.take(',')
    const value = this.#expression()
    const style = this.#tokens.skip(',') ? Number(this.#tokens.take()) : null
    return { kind: 'convert', type, value, style }
  }

  #case(): Expression {
    const branches: { when: Condition; then: Expression }[] = []
    while (this.#tokens.skip('when')) {
      const value = this.#expression()
      this.#tokens.take('in')
      const among = this.#tokens.inParentheses(() =>
        this.#tokens.list(() => unquoted(this.#tokens.take()))
      )
      this.#tokens.take('then')
      branches.push({ when: { value, in: among }, then: this.#expression() })
    }
    this.#tokens.take('else')
    const otherwise = this.#expression()
    this.#tokens.take('end')
    return { kind: 'case', branches, otherwise }
  }

  #name(): string {
    return unbracketed(this.#tokens.take())
  }
}

function unbracketed(token: string): string {
  if (!token.startsWith('[')) throw new NotUnderstood(token)
  return token.slice(1, -1).replaceAll(']]', ']')
}

function unquoted(token: string): string {
  return token.slice(1, -1).replaceAll("''", "'")
}
