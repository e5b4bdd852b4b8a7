import { NotUnderstood, TokenReader, tokensOf } from '#tests/support/standins/sql/token_reader'
import type { StandinDatabase, StandinTable } from '#tests/support/standins/sqlserver/database'
import type { Stored } from '#tests/support/standins/sqlserver/evaluation'

/** Names, texts, numbers, and single characters. */
const TOKEN = /\s*('(?:[^']|'')*'|\d+|\w+|[(),.*+])/y

const SPELLINGS: Record<string, string | undefined> = { integer: 'int' }

/**
 * Runs one of the statements that tests lay tables with: `create table`, `insert into … values`, and `select … into`
 * of two tables crossed. Rows that a session has seen stay as they were: lists of rows are replaced, never changed.
 *
 * @throws NotUnderstood for any other
 */
export function runStatement(database: StandinDatabase, sql: string) {
  const tokens = new TokenReader(tokensOf(sql, TOKEN))
  if (tokens.skip('create')) createTable(database, tokens)
  else if (tokens.skip('insert')) insertInto(database, tokens)
  else selectInto(database, tokens)
}

function createTable(database: StandinDatabase, tokens: TokenReader) {
  tokens.take('table')
  const name = tokens.take()
  const columns = tokens.inParentheses(() =>
    tokens.list(() => ({ name: tokens.take(), type: typeFrom(tokens) }))
  )
  database.add({ name, columns, rows: [] })
}

function typeFrom(tokens: TokenReader): string {
  const word = tokens.take()
  const name = SPELLINGS[word] ?? word
  if (!tokens.skip('(')) return name
  const length = tokens.take()
  tokens.take(')')
  return `${name}(${length})`
}

function insertInto(database: StandinDatabase, tokens: TokenReader) {
  tokens.take('into')
  const table = tableNamed(database, tokens.take())
  tokens.take('values')
  const rows = tokens.list(() =>
    tokens.inParentheses(() => tokens.list(() => literal(tokens.take())))
  )
  table.rows = [...table.rows, ...rows]
}

/** What is computed of a row of the one table and a row of the other. */
type Computed = (rows: Record<string, Record<string, Stored>>) => Stored

function selectInto(database: StandinDatabase, tokens: TokenReader) {
  tokens.take('select')
  const list = tokens.list(() => {
    const computed = sum(tokens)
    tokens.take('as')
    return { computed, name: tokens.take() }
  })
  tokens.take('into')
  const name = tokens.take()
  tokens.take('from')
  const first = source(database, tokens)
  tokens.take('cross')
  tokens.take('join')
  const second = source(database, tokens)
  const rows = first.rows.flatMap((a) =>
    second.rows.map((b) =>
      list.map(({ computed }) => computed({ [first.alias]: a, [second.alias]: b }))
    )
  )
  const columns = list.map((column, i) => ({
    name: column.name,
    type: typeof rows[0]?.[i] === 'number' ? 'int' : 'nvarchar(max)',
  }))
  database.add({ name, columns, rows })
}

function source(database: StandinDatabase, tokens: TokenReader) {
  const { columns, rows } = tableNamed(database, tokens.take())
  const alias = tokens.take()
  const named = (row: Stored[]) =>
    Object.fromEntries(columns.map((column, i) => [column.name, row[i] ?? null]))
  return { alias, rows: rows.map(named) }
}

function sum(tokens: TokenReader): Computed {
  const terms = [product(tokens)]
  while (tokens.skip('+')) terms.push(product(tokens))
  if (terms.length === 1 && terms[0]) return terms[0]
  return (rows) => terms.reduce((total, term) => total + Number(term(rows)), 0)
}

function product(tokens: TokenReader): Computed {
  const factors = [operand(tokens)]
  while (tokens.skip('*')) factors.push(operand(tokens))
  if (factors.length === 1 && factors[0]) return factors[0]
  return (rows) => factors.reduce((total, factor) => total * Number(factor(rows)), 1)
}

function operand(tokens: TokenReader): Computed {
  const token = tokens.take()
  if (/^\d/.test(token)) return () => Number(token)
  if (token === 'replicate') return tokens.inParentheses(() => replicate(tokens))
  tokens.take('.')
  const column = tokens.take()
  return (rows) => rows[token]?.[column] ?? null
}

/** `convert(nvarchar(max), N'x'), 2000` */
function replicate(tokens: TokenReader): Computed {
  tokens.take('convert')
  const text = tokens.inParentheses(() => {
    typeFrom(tokens)
    tokens.take(',')
    tokens.skip('N')
    return String(literal(tokens.take()))
  })
  tokens.take(',')
  const repeated = text.repeat(Number(tokens.take()))
  return () => repeated
}

function literal(token: string): Stored {
  if (/^\d+$/.test(token)) return Number(token)
  if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'")
  throw new NotUnderstood(token)
}

function tableNamed(database: StandinDatabase, name: string): StandinTable {
  const table = database.tables.find((one) => one.schema === 'dbo' && one.name === name)
  if (!table) throw new Error(`Invalid object name '${name}'.`)
  return table
}
