import type { StandinColumn, StandinTable, Stored } from '#tests/support/standins/oracle/database'

/** What tests lay beside the fixtures: tables, rows, and tables made of pairs of rows; anything else throws. */
export function execute(tables: StandinTable[], owner: string, sql: string) {
  const find = (name: string) =>
    tables.find((table) => table.owner === owner && table.name === name)
  const [, made, list, left, right] =
    /^create table (\w+) as select (.+) from (\w+) a cross join (\w+) b$/.exec(sql) ?? []
  if (made && list) {
    const sides = [find(left ?? ''), find(right ?? '')]
    const [a, b] = sides
    if (!a || !b) throw new TypeError('There is no such table')
    return void tables.push({ ...EMPTY, owner, name: made, ...product(list, a, b) })
  }
  const [, created, columns] = /^create table (\w+) \((.+)\)$/.exec(sql) ?? []
  if (created && columns) {
    const declared = columns.split(', ').map(declaredColumn)
    return void tables.push({ ...EMPTY, owner, name: created, columns: declared })
  }
  const [, filled, values = ''] = /^insert into (\w+) values (.+)$/.exec(sql) ?? []
  const table = find(filled ?? '')
  if (!table) throw new TypeError(`Not a known statement: ${sql}`)
  const rows = [...values.matchAll(/\(((?:[^()']|'[^']*')*)\)/g)].map(([, row = '']) =>
    literals(row)
  )
  // Whoever reads the rows as they were has them still.
  table.rows = [...table.rows, ...rows]
}

const EMPTY: Omit<StandinTable, 'owner' | 'name'> = {
  kind: 'table',
  estimate: null,
  columns: [],
  rows: [],
}

function declaredColumn(text: string): StandinColumn {
  const [, name = '', type, length] = /^(\w+) (integer|varchar2)(?:\((\d+)\))?$/.exec(text) ?? []
  if (type === 'integer') return { name, dataType: 'NUMBER', scale: 0, wire: 'number' }
  const size = Number(length)
  return { name, dataType: 'VARCHAR2', length: size, characters: size, wire: 'varchar' }
}

function literals(row: string): Stored[] {
  return [...row.matchAll(/'((?:[^']|'')*)'|[^,\s]+/g)].map(([literal, text]) =>
    text === undefined ? literal : text.replaceAll("''", "'")
  )
}

type Pair = [Stored[], Stored[]]

function product(list: string, a: StandinTable, b: StandinTable) {
  const items = [...list.matchAll(/(rpad\('x', (\d+), 'x'\)|[^,]+?) as (\w+)(?:, |$)/g)]
  const made = items.map(([, expression = '', length, name = '']) =>
    length === undefined
      ? computed(expression, name, a, b)
      : padded(name, 'x'.repeat(Number(length)))
  )
  const rows = a.rows.flatMap((left) =>
    b.rows.map((right) => made.map(({ valueIn }) => valueIn([left, right])))
  )
  return { columns: made.map(({ column }) => column), rows }
}

function padded(name: string, text: string) {
  return { column: declaredColumn(`${name} varchar2(${text.length})`), valueIn: () => text }
}

/** A column, or a sum of columns of which each may be multiplied. */
function computed(expression: string, name: string, a: StandinTable, b: StandinTable) {
  const terms = expression.split(' + ').map((term) => {
    const [, side, source, factor] = /^([ab])\.(\w+)(?: \* (\d+))?$/.exec(term) ?? []
    const { columns } = side === 'a' ? a : b
    const at = columns.findIndex((column) => column.name === source)
    const column = columns[at]
    if (!column) throw new TypeError(`Not a known expression: ${expression}`)
    const read = ([left, right]: Pair) => (side === 'a' ? left : right)[at] ?? null
    return { column, read, factor: Number(factor ?? 1) }
  })
  const [first] = terms
  if (!first) throw new TypeError(`Not a known expression: ${expression}`)
  const valueIn = (pair: Pair): Stored =>
    first.column.wire === 'number'
      ? terms.reduce((sum, { read, factor }) => sum + Number(read(pair)) * factor, 0)
      : first.read(pair)
  return { column: { ...first.column, name, keyPosition: undefined }, valueIn }
}
