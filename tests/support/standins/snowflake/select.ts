import type { Database, Table } from '#tests/support/standins/snowflake/database'
import { ExpressionReader, tokensOf } from '#tests/support/standins/snowflake/expressions'
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
  const reader = new ExpressionReader(tokensOf(sql))
  reader.take('SELECT')
  const items = reader.list()
  reader.take('FROM')
  const name = [reader.name()]
  while (reader.skip('.')) name.push(reader.name())
  const table = tableOf(database, name)
  if (table.isSlow) return 'slow'
  const order: string[] = []
  if (reader.skip('ORDER')) {
    reader.take('BY')
    do order.push(reader.name())
    while (reader.skip(','))
  }
  reader.take('LIMIT')
  const limit = Number(reader.take())
  const rows = ordered(table, order).slice(0, limit)
  const answers = rows.map((row) =>
    items.map(({ expression }) => expression((column) => row[indexOf(table, column)] ?? null))
  )
  return {
    columns: items.map(({ source }, i) => ({ name: source, type: typeIn(answers, i) })),
    rows: answers,
  }
}

function ordered(table: Table, by: string[]): Value[][] {
  const places = by.map((name) => indexOf(table, name))
  return table.rows.toSorted((a, b) => {
    const differing = places.find((place) => a[place]?.text !== b[place]?.text)
    if (differing === undefined) return 0
    return Number(a[differing]?.text) - Number(b[differing]?.text)
  })
}

function indexOf({ columns }: Table, name: string): number {
  const index = columns.findIndex((column) => column.name === name)
  if (index < 0) throw new Refusal('000904', `invalid identifier '${name}'`)
  return index
}

function typeIn(rows: Value[][], column: number): string {
  return rows.find((row) => row[column])?.[column]?.type ?? 'text'
}
