import type { TableSummary } from '~/api/types'
import { isMatch } from '~/components/explore/table_search'

/** One line of the tree. */
export type TreeRow = SchemaRow | TableRow

interface Place {
  /** Unique in the tree. */
  id: string
  level: 1 | 2
  /** Among its siblings, from 1 on. */
  position: number
  siblings: number
}

export interface SchemaRow extends Place {
  kind: 'schema'
  schema: string
  count: number
  isOpen: boolean
}

export interface TableRow extends Place {
  kind: 'table'
  table: TableSummary
}

interface Arrangement {
  search: string
  /** Whether a schema shows its tables; a search shows all that it finds. */
  isOpen: (schema: string) => boolean
}

/** The tree as a list, in the order of the tables. Engines without schemas have one level only. */
export function treeRows(
  tables: readonly TableSummary[],
  { search, isOpen }: Arrangement
): TreeRow[] {
  const shown = search === '' ? tables : tables.filter((table) => isMatch(table, search))
  const schemas = [...Map.groupBy(shown, ({ schema }) => schema)]
  return schemas.flatMap(([schema, members], index): TreeRow[] => {
    if (schema === null) return members.map((table, at) => tableRow(table, at, members.length, 1))
    const open = search !== '' || isOpen(schema)
    const place = { level: 1 as const, position: index + 1, siblings: schemas.length }
    const count = members.length
    const head = { kind: 'schema' as const, id: schemaId(schema), schema, count, isOpen: open }
    const rows = open ? members.map((table, at) => tableRow(table, at, count, 2)) : []
    return [{ ...head, ...place }, ...rows]
  })
}

function tableRow(table: TableSummary, at: number, siblings: number, level: 1 | 2): TableRow {
  return { kind: 'table', id: tableId(table), table, level, position: at + 1, siblings }
}

export function schemaId(schema: string) {
  return JSON.stringify([schema])
}

/** Names may hold any character: only a list of both is surely another one. */
export function tableId({ schema, name }: { schema: string | null; name: string }) {
  return JSON.stringify([schema, name])
}
