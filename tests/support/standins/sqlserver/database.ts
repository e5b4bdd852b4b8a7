import type { Answer, Rule } from '#tests/support/standins/sqlserver/answers'
import {
  evaluate,
  type Row,
  type Stored,
  wireTypeOf,
  wireValueOf,
} from '#tests/support/standins/sqlserver/evaluation'
import {
  type Expression,
  parseSelect,
  type Select,
} from '#tests/support/standins/sqlserver/expressions'
import { ordered } from '#tests/support/standins/sql/ordered'
import { catalogType, parseType } from '#tests/support/standins/sqlserver/sql_types'
import type { SqlRequest } from '#tests/support/standins/sqlserver/requests'
import type { WireType, WireValue } from '#tests/support/standins/sqlserver/wire_types'

export interface StandinColumn {
  name: string
  /** As SQL writes it. */
  type: string
  isNullable?: boolean
  /** Text of the default, of `as …`, or of `identity(…)`. */
  origin?: string
  keyPosition?: number
  references?: { schema: string; table: string; column: string }
  isEncrypted?: boolean
}

export interface StandinTable {
  schema: string
  name: string
  kind: 'table' | 'view' | 'foreign_table'
  columns: StandinColumn[]
  rows: Stored[][]
  /** Reading it takes longer than any test. */
  isSlow?: boolean
}

/** A few tables in memory, and the answers to what a connector asks of them. */
export class StandinDatabase {
  readonly tables: StandinTable[] = []

  constructor(private readonly facts: { isSysadmin: boolean; mayWrite: boolean }) {}

  add(table: Omit<StandinTable, 'schema' | 'kind'> & Partial<StandinTable>): this {
    this.tables.push({ schema: 'dbo', kind: 'table', ...table })
    return this
  }

  readonly rules: Rule[] = [
    { sql: /^set ansi_nulls on\nset /, answer: 'done' },
    { sql: /serverproperty\('ProductVersion'\)/, answer: () => this.#serverInfo() },
    {
      sql: /^\s*select top \((\d+)\) s\.name, o\.name/,
      answer: (_, [, top]) => this.#list(Number(top)),
    },
    {
      sql: /where s\.name = @schema and o\.name = @name/,
      answer: (asked) => this.#structure(asked),
    },
    {
      sql: /^set nocount on; begin transaction; (.*); if @@trancount > 0 rollback transaction$/s,
      answer: (_, [, select = '']) => this.#read(select),
    },
  ]

  #serverInfo(): Answer {
    const { isSysadmin, mayWrite } = this.facts
    return result([TEXT, INT, INT, INT], [['16.0.4135.4', 3, Number(isSysadmin), Number(mayWrite)]])
  }

  #list(top: number): Answer {
    const listed = this.tables
      .map(({ schema, name, kind, rows }) => [
        schema,
        name,
        kind,
        kind === 'table' ? rows.length : null,
      ])
      .sort(([, a], [, b]) => (String(a).toLowerCase() < String(b).toLowerCase() ? -1 : 1))
    return result([TEXT, TEXT, TEXT, BIGINT], listed.slice(0, top))
  }

  /** Names are compared as the usual collation does: case and blanks at the end do not count. */
  #structure({ parameters }: SqlRequest): Answer {
    const same = (a: string, b: string | null | undefined) =>
      a.trimEnd().toLowerCase() === b?.trimEnd().toLowerCase()
    const found = this.tables.filter(
      ({ schema, name }) => same(schema, parameters.schema) && same(name, parameters.name)
    )
    const types = [TEXT, TEXT, TEXT, BIGINT, TEXT, TEXT, TEXT, BIT, BIT, INT, INT, INT, BIT]
    return result(
      [...types, LONG_TEXT, INT, TEXT, TEXT, TEXT, INT, INT],
      found.flatMap((table) => table.columns.map((column, i) => structureRow(table, column, i + 1)))
    )
  }

  #read(sql: string): Answer {
    try {
      const select = parseSelect(sql)
      const table = this.tables.find(
        ({ schema, name }) => schema === select.schema && name === select.table
      )
      if (!table)
        return { errors: [{ number: 208, message: `Invalid object name '${select.table}'.` }] }
      return table.isSlow ? 'busy' : readTable(table, select)
    } catch (error) {
      return { errors: [{ number: 102, message: (error as Error).message }] }
    }
  }
}

const TEXT: WireType = { kind: 'nvarchar', length: 128 }
const LONG_TEXT: WireType = { kind: 'nvarchar', length: 'max' }
const INT: WireType = { kind: 'int', bytes: 4 }
const BIGINT: WireType = { kind: 'int', bytes: 8 }
const BIT: WireType = { kind: 'bit' }

function result(types: WireType[], rows: WireValue[][]): Answer {
  return { columns: types.map((type) => ({ name: '', type })), rows }
}

function structureRow(table: StandinTable, column: StandinColumn, id: number): WireValue[] {
  const { schema, name, kind, rows } = table
  const { name: type, isClr, maxLength, precision, scale } = catalogType(column.type)
  const { references } = column
  return [
    ...[schema, name, kind, kind === 'table' ? rows.length : null],
    ...[column.name, type, isClr ? null : type, false, isClr, maxLength, precision, scale],
    ...[column.isNullable ?? true, column.origin ?? null, column.keyPosition ?? null],
    ...[references?.schema ?? null, references?.table ?? null, references?.column ?? null],
    ...[Number(column.isEncrypted ?? false), id],
  ]
}

function readTable(table: StandinTable, { list, limit, orderBy }: Select): Answer {
  if (isCount(list[0])) return result([BIGINT], [[table.rows.length]])
  const places = orderBy.map((name) => table.columns.findIndex((column) => column.name === name))
  const computed = ordered(table.rows, places, (row, place) => Number(row[place]))
    .slice(0, limit ?? table.rows.length)
    .map((values) => rowOf(table, values))
    .map((row) => list.map((expression) => evaluate(expression, row)))
  // The types of a result are known also when it has no rows.
  const types = list.map(
    (one) =>
      evaluate(
        one,
        rowOf(
          table,
          table.columns.map(() => null)
        )
      ).type
  )
  return result(
    types.map(wireTypeOf),
    computed.map((row) => row.map(wireValueOf))
  )
}

function isCount(expression: Expression | undefined): boolean {
  return expression?.kind === 'call' && expression.name === 'count_big'
}

function rowOf({ columns }: StandinTable, values: Stored[]): Row {
  return Object.fromEntries(
    columns.map(({ name, type }, i) => [name, { type: parseType(type), value: values[i] ?? null }])
  )
}
