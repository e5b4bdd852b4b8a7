import type { Answer, Rule } from '#tests/support/standins/sqlserver/answers'
import {
  evaluate,
  fulfils,
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
import { Visit } from '#tests/support/standins/sqlserver/visit'
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

  constructor(
    private readonly facts: { isSysadmin: boolean; mayWrite: boolean; allowsSnapshots?: boolean }
  ) {}

  add(table: Omit<StandinTable, 'schema' | 'kind'> & Partial<StandinTable>): this {
    this.tables.push({ schema: 'dbo', kind: 'table', ...table })
    return this
  }

  /** For one session: what it sets lasts as long as it does. */
  get rules(): Rule[] {
    const visit = new Visit()
    return [
      {
        sql: /^set ansi_nulls on\nset .*^set textsize (\d+)$/ms,
        answer: (_, [, bytes]) => {
          visit.textSize = Number(bytes)
          return 'done'
        },
      },
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
        sql: /^select snapshot_isolation_state from sys\.databases where database_id = db_id\(\)$/,
        answer: () => result([TINYINT], [[Number(this.facts.allowsSnapshots ?? false)]]),
      },
      {
        sql: /set transaction isolation level snapshot; begin transaction$/,
        answer: () => {
          if (this.facts.allowsSnapshots) visit.beginSnapshot()
          return 'done'
        },
      },
      {
        sql: /^set nocount on; begin transaction; (.*); if @@trancount > 0 rollback transaction$/s,
        answer: (asked, [, select = '']) => this.#read(select, asked, visit),
      },
      { sql: /^select /, answer: (asked) => this.#read(asked.sql, asked, visit) },
    ]
  }

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

  #read(sql: string, { parameters }: SqlRequest, visit: Visit): Answer {
    try {
      const select = parseSelect(sql)
      const table = this.tables.find(
        ({ schema, name }) => schema === select.schema && name === select.table
      )
      if (!table)
        return { errors: [{ number: 208, message: `Invalid object name '${select.table}'.` }] }
      if (table.isSlow) return 'busy'
      return readTable(table, visit.rowsOf(table, this.tables), select, parameters, visit)
    } catch (error) {
      return { errors: [{ number: 102, message: (error as Error).message }] }
    }
  }
}

const TEXT: WireType = { kind: 'nvarchar', length: 128 }
const LONG_TEXT: WireType = { kind: 'nvarchar', length: 'max' }
const TINYINT: WireType = { kind: 'int', bytes: 1 }
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

function readTable(
  table: StandinTable,
  rows: Stored[][],
  { list, limit, where, orderBy }: Select,
  parameters: SqlRequest['parameters'],
  visit: Visit
): Answer {
  if (isCount(list[0])) return result([BIGINT], [[rows.length]])
  const places = orderBy.map((name) => table.columns.findIndex((column) => column.name === name))
  const given = parametersOf(parameters)
  const found = ordered(rows, places, (row, place) => Number(row[place]))
    .map((values) => ({ ...rowOf(table, values), ...given }))
    .filter((row) => where.every((predicate) => fulfils(row, predicate)))
    .slice(0, limit ?? rows.length)
  // The types of a result are known also when it has no rows, and so are columns that are not there.
  const nothing = {
    ...rowOf(
      table,
      table.columns.map(() => null)
    ),
    ...given,
  }
  for (const predicate of where) fulfils(nothing, predicate)
  const types = list.map((one) => wireTypeOf(evaluate(one, nothing).type))
  return { columns: types.map((type) => ({ name: '', type })), rows: sent() }

  function* sent(): Generator<WireValue[]> {
    for (const row of found) {
      yield list.map((one, i) => {
        const value = wireValueOf(evaluate(one, row))
        return visit.cut(value, types[i] ?? BIGINT)
      })
    }
  }
}

function parametersOf(parameters: SqlRequest['parameters']): Row {
  const type = parseType('nvarchar(max)')
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [`@${name}`, { type, value }])
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
