import type { TableKind } from '#connectors/contracts'
import { type Answer, serverError } from '#tests/support/standins/oracle/answers'
import { conditionsOf } from '#tests/support/standins/oracle/conditions'
import { evaluate, splitList } from '#tests/support/standins/oracle/expressions'
import type { Moment } from '#tests/support/standins/oracle/moments'
import type { WireType, WireValue } from '#tests/support/standins/oracle/values'
import { ordered as inOrder } from '#tests/support/standins/sql/ordered'

/** What a row keeps; dates apart from everything that travels. */
export type Stored = WireValue | Moment

/** A column as ALL_TAB_COLS tells of it. */
export interface StandinColumn {
  name: string
  dataType: string
  owner?: string
  length?: number
  precision?: number
  scale?: number
  characters?: number
  charUsed?: 'B' | 'C'
  isRequired?: boolean
  default?: string
  keyPosition?: number
  references?: { owner: string; table: string; column: string }
  /** How its plain value travels. */
  wire: WireType
}

export interface StandinTable {
  owner: string
  name: string
  kind: TableKind
  estimate: number | null
  columns: StandinColumn[]
  rows: Stored[][]
  /** Reading it takes longer than any test. */
  isSlow?: boolean
}

/** What users may do: anything, change something, or read. */
export type Power = 'everything' | 'writing' | 'reading'

/** Oracle's own schemas, as ORACLE_MAINTAINED marks them. */
const OWN_SCHEMAS = new Set(['SYS', 'SYSTEM', 'XDB', 'MDSYS'])

/** Tables in memory, and the queries that the connector has about them; any other is a syntax error. */
export class StandinDatabase {
  readonly tables: StandinTable[] = []
  readonly powers = new Map<string, Power>()
  /** Tables that are listed, but whose rows nobody may read. */
  readonly forbidden = new Set<string>()
  /** Every statement that was run, for tests that look at what is asked. */
  readonly statements: string[] = []

  /** Rows as they were when a session began to read. */
  readonly #snapshots = new WeakMap<object, Map<StandinTable, Stored[][]>>()

  readonly answer = (sql: string, binds: string[], user: string, session: object = {}): Answer => {
    if (sql === 'rollback') {
      this.#snapshots.delete(session)
      return 'done'
    }
    this.statements.push(sql)
    const text = sql.replace(/\s+/g, ' ').trim()
    if (text === 'set transaction read only') {
      this.#snapshots.set(session, new Map(this.tables.map((table) => [table, table.rows])))
      return 'done'
    }
    if (text.includes('from session_privs')) return this.#privileges(user)
    if (text.includes('c.data_default')) return this.#structure(binds)
    const listed =
      /^select \* from \( select l\.owner.* order by l\.owner, l\.name \) where rownum <= (\d+)$/.exec(
        text
      )
    if (listed) return this.#list(Number(listed[1]))
    const counted = /^select count\(\*\) from ("[^"]+"\."[^"]+")$/.exec(sql)
    if (counted) return this.#count(counted[1] ?? '')
    return this.#select(sql, binds, this.#snapshots.get(session))
  }

  #privileges(user: string): Answer {
    const power = this.powers.get(user)
    const row = [power === 'reading' ? '0' : '1', power === 'everything' ? '1' : '0']
    return { columns: [number('MAY_WRITE'), number('MAY_ALL')], rows: [row] }
  }

  #listed(): StandinTable[] {
    return this.tables
      .filter(({ owner }) => !OWN_SCHEMAS.has(owner))
      .sort((a, b) => compare(a.owner, b.owner) || compare(a.name, b.name))
  }

  #list(limit: number): Answer {
    const rows = this.#listed().slice(0, limit).map(summary)
    return { columns: SUMMARY, rows }
  }

  #structure(binds: string[]): Answer {
    const [owner, name] = binds
    const table = this.#listed().find((one) => one.owner === owner && one.name === name)
    const rows = table
      ? table.columns.map((column) => [...summary(table), ...described(column)])
      : []
    return { columns: [...SUMMARY, ...DESCRIPTION], rows }
  }

  #count(source: string): Answer {
    const table = this.#find(source)
    if (!table) return serverError(942, 'table or view does not exist')
    return { columns: [number('COUNT(*)')], rows: [[table.rows.length]] }
  }

  #select(sql: string, binds: string[], seen?: Map<StandinTable, Stored[][]>): Answer {
    const [, list, ordered, key, plain, limit] =
      /^select (.+) from (?:\(select \* from ("[^"]+"\."[^"]+") order by (.+)\)|("[^"]+"\."[^"]+")) where rownum <= (\d+)$/s.exec(
        sql
      ) ?? []
    if (list === undefined) return this.#selectAll(sql, binds, seen)
    return this.#rows(ordered ?? plain ?? '', list, seen, (rows, table) =>
      sorted({ ...table, rows }, key).slice(0, Number(limit))
    )
  }

  /** A table whole, or what of it fulfils conditions. */
  #selectAll(sql: string, binds: string[], seen?: Map<StandinTable, Stored[][]>): Answer {
    const [, list, source, where] =
      /^select (.+) from ("[^"]+"\."[^"]+")(?: where (.+))?$/s.exec(sql) ?? []
    if (list === undefined) return serverError(900, 'invalid SQL statement')
    return this.#rows(source ?? '', list, seen, (rows, table) => {
      const { fulfils, limit } = conditionsOf(where, binds, table)
      return rows.filter(fulfils).slice(0, limit)
    })
  }

  #rows(
    source: string,
    list: string,
    seen: Map<StandinTable, Stored[][]> | undefined,
    choose: (rows: Stored[][], table: StandinTable) => Stored[][]
  ): Answer {
    const table = this.#find(source)
    if (!table) return serverError(942, 'table or view does not exist')
    if (this.forbidden.has(table.name)) return serverError(1_031, 'insufficient privileges')
    if (table.isSlow) return 'slow'
    const rows = choose(seen?.get(table) ?? table.rows, table)
    const selected = splitList(list).map((expression) => evaluate(expression, table))
    return {
      columns: selected.map(({ type }, i) => ({ name: `C${i}`, type })),
      rows: rows.map((row) => selected.map(({ valueIn }) => valueIn(row))),
    }
  }

  #find(source: string): StandinTable | undefined {
    const [, owner, name] = /^"([^"]+)"\."([^"]+)"$/.exec(source) ?? []
    return this.tables.find((table) => table.owner === owner && table.name === name)
  }
}

/** Without an order rows come backwards, so that nobody relies on one. */
function sorted({ columns, rows }: StandinTable, key: string | undefined): Stored[][] {
  if (key === undefined) return rows.toReversed()
  const places = splitList(key).map((name) =>
    columns.findIndex((column) => `"${column.name}"` === name)
  )
  return inOrder(rows, places, (row, place) => Number(row[place]))
}

function summary({ owner, name, kind, estimate }: StandinTable): WireValue[] {
  return [owner, name, kind, estimate]
}

function described(column: StandinColumn): WireValue[] {
  const { references } = column
  return [
    column.name,
    column.dataType,
    column.owner ?? null,
    column.length ?? 22,
    column.precision ?? null,
    column.scale ?? null,
    column.characters ?? 0,
    column.charUsed ?? null,
    column.isRequired ? 'N' : 'Y',
    column.keyPosition ?? null,
    references?.owner ?? null,
    references?.table ?? null,
    references?.column ?? null,
    column.default ?? null,
  ]
}

const number = (name: string) => ({ name, type: 'number' as const })
const text = (name: string) => ({ name, type: 'varchar' as const })

const SUMMARY = [text('OWNER'), text('NAME'), text('KIND'), number('ESTIMATE')]
const DESCRIPTION = [
  ...['COLUMN_NAME', 'DATA_TYPE', 'DATA_TYPE_OWNER'].map(text),
  ...['DATA_LENGTH', 'DATA_PRECISION', 'DATA_SCALE', 'CHAR_LENGTH'].map(number),
  ...['CHAR_USED', 'NULLABLE'].map(text),
  number('POSITION'),
  ...['OWNER_1', 'TABLE_NAME', 'COLUMN_NAME_1'].map(text),
  { name: 'DATA_DEFAULT', type: 'long' as const },
]

/** By bytes, as with NLS_SORT=BINARY. */
function compare(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}
