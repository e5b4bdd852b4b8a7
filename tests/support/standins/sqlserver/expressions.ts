/** The part of T-SQL's expressions that the stand-in computes. */
export type Expression =
  | { kind: 'column'; name: string }
  | { kind: 'literal'; value: number | string }
  | { kind: 'call'; name: string; arguments: Expression[] }
  | { kind: 'convert'; type: string; value: Expression; style: number | null }
  | { kind: 'method'; name: string; object: Expression }
  | { kind: 'case'; branches: { when: Condition; then: Expression }[]; otherwise: Expression }

export interface Condition {
  value: Expression
  in: (number | string)[]
}

export interface Select {
  limit: number | null
  list: Expression[]
  schema: string
  table: string
  orderBy: string[]
}

/** @throws Error for SQL that is not understood here */
export function parseSelect(sql: string): Select {
  return new SelectParser(sql).select()
}

/** Bracketed names, texts, numbers, words, and single characters. */
const TOKENS = /\s*(\[(?:[^\]]|\]\])*\]|'(?:[^']|'')*'|\d+|\w+|[(),.=*;])/y

class SelectParser {
  readonly #tokens: string[]
  #at = 0

  constructor(sql: string) {
    this.#tokens = tokensOf(sql)
  }

  select(): Select {
    this.#expect('select')
    const limit = this.#skip('top') ? this.#inParentheses(() => Number(this.#next())) : null
    const list = this.#list(() => this.#expression())
    this.#expect('from')
    const schema = this.#name()
    this.#expect('.')
    const table = this.#name()
    const isOrdered = this.#skip('order')
    if (isOrdered) this.#expect('by')
    const orderBy = isOrdered ? this.#list(() => this.#name()) : []
    if (this.#at < this.#tokens.length) throw this.#complaint()
    return { limit, list, schema, table, orderBy }
  }

  #expression(): Expression {
    let expression = this.#operand()
    while (this.#skip('.')) {
      const name = this.#next()
      this.#expect('(')
      this.#expect(')')
      expression = { kind: 'method', name, object: expression }
    }
    return expression
  }

  #operand(): Expression {
    const token = this.#next()
    if (token.startsWith('[')) return { kind: 'column', name: unbracketed(token) }
    if (token.startsWith("'")) return { kind: 'literal', value: unquoted(token) }
    if (/^\d/.test(token)) return { kind: 'literal', value: Number(token) }
    if (token === 'case') return this.#case()
    if (token === 'convert') return this.#inParentheses(() => this.#convert())
    if (token === 'count_big') {
      this.#inParentheses(() => this.#expect('*'))
      return { kind: 'call', name: token, arguments: [] }
    }
    const given = this.#inParentheses(() => this.#list(() => this.#expression()))
    return { kind: 'call', name: token, arguments: given }
  }

  #convert(): Expression {
    let type = this.#next()
    if (this.#skip('(')) {
      type += `(${this.#list(() => this.#next()).join(',')})`
      this.#expect(')')
    }
    this.#expect(',')
    const value = this.#expression()
    const style = this.#skip(',') ? Number(this.#next()) : null
    return { kind: 'convert', type, value, style }
  }

  #case(): Expression {
    const branches: { when: Condition; then: Expression }[] = []
    while (this.#skip('when')) {
      const value = this.#expression()
      this.#expect('in')
      const among = this.#inParentheses(() => this.#list(() => unquoted(this.#next())))
      this.#expect('then')
      branches.push({ when: { value, in: among }, then: this.#expression() })
    }
    this.#expect('else')
    const otherwise = this.#expression()
    this.#expect('end')
    return { kind: 'case', branches, otherwise }
  }

  #list<T>(read: () => T): T[] {
    const items = [read()]
    while (this.#skip(',')) items.push(read())
    return items
  }

  #inParentheses<T>(read: () => T): T {
    this.#expect('(')
    const result = read()
    this.#expect(')')
    return result
  }

  #name(): string {
    return unbracketed(this.#next())
  }

  #next(): string {
    const token = this.#tokens[this.#at++]
    if (token === undefined) throw this.#complaint()
    return token
  }

  #skip(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false
    this.#at += 1
    return true
  }

  #expect(token: string) {
    if (!this.#skip(token)) throw this.#complaint()
  }

  #complaint(): Error {
    return new Error(`Incorrect syntax near '${this.#tokens[this.#at] ?? 'the end'}'`)
  }
}

function tokensOf(sql: string): string[] {
  const tokens: string[] = []
  TOKENS.lastIndex = 0
  while (TOKENS.lastIndex < sql.trimEnd().length) {
    const at = TOKENS.lastIndex
    const found = TOKENS.exec(sql)
    if (!found?.[1]) throw new Error(`Incorrect syntax near '${sql.slice(at, at + 20)}'`)
    tokens.push(found[1])
  }
  return tokens
}

function unbracketed(token: string): string {
  if (!token.startsWith('[')) throw new Error(`Incorrect syntax near '${token}'`)
  return token.slice(1, -1).replaceAll(']]', ']')
}

function unquoted(token: string): string {
  return token.slice(1, -1).replaceAll("''", "'")
}
