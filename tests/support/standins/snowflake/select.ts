import { type Condition, conditionsIn } from '#tests/support/standins/snowflake/comparisons'
import { type Database, rowsAt, type Table } from '#tests/support/standins/snowflake/database'
import { ExpressionReader, type Lookup } from '#tests/support/standins/snowflake/expressions'
import { Refusal } from '#tests/support/standins/snowflake/refusal'
import type { Result, Value } from '#tests/support/standins/snowflake/values'
import { ordered } from '#tests/support/standins/sql/ordered'
import { NotUnderstood } from '#tests/support/standins/sql/token_reader'

/** @throws Refusal when there is none */
export function tableOf(database: Database, [name, schema, table]: string[]): Table {
  const found = database.find(schema ?? '', table ?? '')
  if (name === database.name && found) return found
  throw new Refusal('002003', `SQL compilation error:\nObject '${table}' does not exist.`, '02000')
}

/** `SELECT … FROM database.schema.table AT (…) WHERE … ORDER BY … LIMIT …` */
export function selectRows(database: Database, sql: string, binds: string[]): Result | 'slow' {
  const reader = new ExpressionReader(sql, binds)
  reader.tokens.take('SELECT')
  const items = reader.list()
  reader.tokens.take('FROM')
  const name = [reader.name()]
  while (reader.tokens.skip('.')) name.push(reader.name())
  const table = tableOf(database, name)
  const held = heldBy(table, reader)
  const where: Condition = reader.tokens.skip('WHERE') ? conditionsIn(reader) : () => true
  const places = orderIn(reader).map((column) => indexOf(table, column))
  const limit = reader.tokens.skip('LIMIT') ? Number(reader.tokens.take()) : Infinity
  if (!reader.tokens.isAtEnd) throw new NotUnderstood(reader.tokens.take())
  if (table.isSlow) return 'slow'
  const found = held.filter((row) => where(lookupIn(table, row)))
  const rows = ordered(found, places, (row, place) => Number(row[place]?.text)).slice(0, limit)
  const answers = rows.map((row) => {
    const lookup = lookupIn(table, row)
    return items.map(({ expression }) => expression(lookup))
  })
  return {
    columns: items.map(({ source }, i) => ({ name: source, type: typeIn(answers, i) })),
    rows: answers,
  }
}

/** `AT (TIMESTAMP => …)`: what the table held then, where Time Travel goes back to it. */
function heldBy(table: Table, reader: ExpressionReader): Value[][] {
  if (!reader.tokens.skip('AT')) return table.rows
  for (const token of ['(', 'TIMESTAMP', '=>', 'TO_TIMESTAMP_LTZ', '(']) reader.tokens.take(token)
  const moment = Number(reader.tokens.take())
  for (const token of [',', '3', ')', ')']) reader.tokens.take(token)
  const rows = rowsAt(table, moment)
  if (rows) return rows
  const message = `Time travel data is not available for table ${table.name}. The requested time is either beyond the allowed time travel period or before the object creation time.`
  throw new Refusal('000707', message, '02000')
}

function orderIn(reader: ExpressionReader): string[] {
  if (!reader.tokens.skip('ORDER')) return []
  reader.tokens.take('BY')
  return reader.tokens.list(() => reader.name())
}

function lookupIn(table: Table, row: Value[]): Lookup {
  return (column) => row[indexOf(table, column)] ?? null
}

/** @throws Refusal when the table has no such column */
export function indexOf({ columns }: Table, name: string): number {
  const index = columns.findIndex((column) => column.name === name)
  if (index < 0) throw new Refusal('000904', `invalid identifier '${name}'`)
  return index
}

function typeIn(rows: Value[][], column: number): string {
  return rows.find((row) => row[column])?.[column]?.type ?? 'text'
}
