import { valueOf } from '#tests/support/standins/snowflake/expressions'
import { cast } from '#tests/support/standins/snowflake/functions'
import type { Value } from '#tests/support/standins/snowflake/values'

export interface TableColumn {
  name: string
  /** As DESCRIBE TABLE spells it. */
  type: string
  nullable: boolean
  default: string | null
  primaryKey: boolean
  references: { table: string; column: string } | null
}

export interface Table {
  schema: string
  name: string
  /** As SHOW OBJECTS spells it. */
  kind: string
  columns: TableColumn[]
  rows: Value[][]
  /** When it was made, and what it held until when: milliseconds since 1970. */
  since: number
  earlier: { until: number; rows: Value[][] }[]
  /** Whether it keeps what it held. */
  hasHistory: boolean
  /** Reading it lasts until somebody stops it. */
  isSlow: boolean
}

/** The little of a database that the connector looks at. */
export class Database {
  readonly tables: Table[] = []
  readonly schemas = ['INFORMATION_SCHEMA', 'PUBLIC']
  readonly warehouses = new Map([['COMPUTE_WH', 'STARTED']])

  #now = 0

  constructor(readonly name: string) {
    this.tables.push(newTable('TABLES', { schema: 'INFORMATION_SCHEMA', kind: 'VIEW' }))
  }

  /** Sorted, as SHOW gives them. */
  inOrder(): Table[] {
    return this.tables.toSorted((a, b) => order(a.schema, b.schema) || order(a.name, b.name))
  }

  find(schema: string, name: string): Table | undefined {
    return this.tables.find((table) => table.schema === schema && table.name === name)
  }

  add(name: string, more: Partial<Omit<Table, 'rows'>> & { literals?: string[][] }): Table {
    const { literals = [], ...facts } = more
    const table = { ...newTable(name, facts), since: this.tick() }
    table.rows = literals.map((row) =>
      row.map((literal, i) => cast(valueOf(literal), table.columns[i]?.type ?? 'VARCHAR'))
    )
    this.tables.push(table)
    return table
  }

  /** Milliseconds since 1970; later each time. */
  tick(): number {
    this.#now = Math.max(Date.now(), this.#now + 1)
    return this.#now
  }

  insert(table: Table, rows: Value[][]) {
    table.earlier.push({ until: this.tick(), rows: table.rows })
    table.rows = [...table.rows, ...rows]
  }
}

/** What a table held then; null when that cannot be told. */
export function rowsAt({ rows, earlier, since, hasHistory }: Table, moment: number) {
  if (!hasHistory || moment < since) return null
  return earlier.find(({ until }) => moment < until)?.rows ?? rows
}

export function column(name: string, type: string, more: Partial<TableColumn> = {}): TableColumn {
  return {
    name,
    type,
    nullable: true,
    default: null,
    primaryKey: false,
    references: null,
    ...more,
  }
}

function newTable(name: string, more: Partial<Table>): Table {
  return {
    schema: 'PUBLIC',
    name,
    kind: 'TABLE',
    columns: [],
    rows: [],
    since: 0,
    earlier: [],
    hasHistory: true,
    isSlow: false,
    ...more,
  }
}

function order(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
