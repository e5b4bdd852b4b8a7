import { column, type Database, type Table } from '#tests/support/standins/snowflake/database'
import { type Expression, ExpressionReader } from '#tests/support/standins/snowflake/expressions'
import { cast } from '#tests/support/standins/snowflake/functions'
import { indexOf, tableOf } from '#tests/support/standins/snowflake/select'
import type { Value } from '#tests/support/standins/snowflake/values'

/** What tests lay in the current schema: CREATE TABLE, also of what two tables hold together, and INSERT. */
export function lay(database: Database, sql: string) {
  const reader = new ExpressionReader(sql)
  if (reader.tokens.skip('INSERT')) return insert(database, reader)
  reader.tokens.take('CREATE')
  reader.tokens.take('TABLE')
  const name = reader.name()
  if (reader.tokens.skip('AS')) return createAs(database, name, reader)
  const columns = reader.tokens.inParentheses(() =>
    reader.tokens.list(() => column(reader.name(), declared(reader.type())))
  )
  database.add(name, { columns })
}

function insert(database: Database, reader: ExpressionReader) {
  reader.tokens.take('INTO')
  const table = found(database, reader.name())
  reader.tokens.take('VALUES')
  const rows = reader.tokens.list(() => reader.tokens.inParentheses(() => reader.list()))
  const typeOf = (i: number) => table.columns[i]?.type ?? 'VARCHAR'
  const values = rows.map((row) =>
    row.map(({ expression }, i) => cast(expression(noColumn), typeOf(i)))
  )
  database.insert(table, values)
}

/** `SELECT … AS name, … FROM one a CROSS JOIN other b` */
function createAs(database: Database, name: string, reader: ExpressionReader) {
  reader.tokens.take('SELECT')
  const items = reader.tokens.list(() => {
    const expression = reader.expression()
    reader.tokens.take('AS')
    return { expression, name: reader.name() }
  })
  reader.tokens.take('FROM')
  const first = { table: found(database, reader.name()), alias: reader.name() }
  reader.tokens.take('CROSS')
  reader.tokens.take('JOIN')
  const second = { table: found(database, reader.name()), alias: reader.name() }
  const rows = first.table.rows.flatMap((one) =>
    second.table.rows.map((other) =>
      valuesOf(items, [
        { ...first, row: one },
        { ...second, row: other },
      ])
    )
  )
  const typeOf = (i: number) =>
    rows[0]?.[i]?.type === 'fixed' ? 'NUMBER(38,0)' : 'VARCHAR(16777216)'
  const columns = items.map((item, i) => column(item.name, typeOf(i)))
  database.add(name, { columns }).rows = rows
}

interface JoinedRow {
  table: Table
  alias: string
  row: Value[]
}

function valuesOf(items: { expression: Expression }[], joined: JoinedRow[]): Value[] {
  return items.map(({ expression }) =>
    expression((name, alias) => {
      const of = joined.find((one) => one.alias === alias)
      return of?.row[indexOf(of.table, name)] ?? null
    })
  )
}

function found(database: Database, name: string): Table {
  return tableOf(database, [database.name, 'PUBLIC', name])
}

/** INTEGER is a NUMBER of all its digits (Snowflake documentation, "Numeric data types"). */
function declared(type: string): string {
  return /^integer$/i.test(type) ? 'NUMBER(38,0)' : type
}

const noColumn = () => null
