import type { Database, Table } from '#tests/support/standins/snowflake/database'
import { ExpressionReader } from '#tests/support/standins/snowflake/expressions'
import { ordered } from '#tests/support/standins/sql/ordered'
import { Refusal } from '#tests/support/standins/snowflake/refusal'
import type { Result, Value } from '#tests/support/standins/snowflake/values'

/** @throws Refusal when there is none */
export function tableOf(database: Database, [name, schema, table]: string[]): Table {
  const found = database.find(schema ?? '', table ?? '')
  if (name === database.name && found) return found
  throw new Refusal('002003', `SQL compilation error:\nObject '${table}' does not exist.`, '02000')
}

/** `SELECT … FROM database.schema.table ORDER BY … LIMIT …` */
export function selectRows(database: Database, sql: string): Result | 'slow' {
  const reader = new ExpressionReader(sql)
  reader.tokens.take('SELECT')
  const items = reader.list()
  reader.tokens.take('FROM')
  const name = [reader.name()]
  while (reader.tokens.skip('.')) name.push(reader.name())
  const table = tableOf(database, name)
  if (table.isSlow) return 'slow'
  const isOrdered = reader.tokens.skip('ORDER')
  if (isOrdered) reader.tokens.take('BY')
  const order = isOrdered ? reader.tokens.list(() => reader.name()) : []
  reader.tokens.take('LIMIT')
  const limit = Number(reader.tokens.take())
  const places = order.map((column) => indexOf(table, column))
  const rows = ordered(table.rows, places, (row, place) => Number(row[place]?.text)).slice(0, limit)
  const answers = rows.map((row) =>
    items.map(({ expression }) => expression((column) => row[indexOf(table, column)] ?? null))
  )
  return {
    columns: items.map(({ source }, i) => ({ name: source, type: typeIn(answers, i) })),
    rows: answers,
  }
}

function indexOf({ columns }: Table, name: string): number {
  const index = columns.findIndex((column) => column.name === name)
  if (index < 0) throw new Refusal('000904', `invalid identifier '${name}'`)
  return index
}

function typeIn(rows: Value[][], column: number): string {
  return rows.find((row) => row[column])?.[column]?.type ?? 'text'
}
