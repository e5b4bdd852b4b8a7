import type { TableSummary } from '~/api/types'
import { tableId, type TreeRow } from '~/components/explore/tree_rows'

/** As `aria-checked` spells it. */
export type Tick = 'true' | 'false' | 'mixed'

/** Tables that a row of the tree stands for: itself, or those of its schema that are found. */
export function tablesOf(row: TreeRow, bySchema: ReadonlyMap<string | null, TableSummary[]>) {
  return row.kind === 'table' ? [row.table] : (bySchema.get(row.schema) ?? [])
}

export function tickOf(tables: TableSummary[], ticked: ReadonlyMap<string, unknown>): Tick {
  const count = tables.filter((table) => ticked.has(tableId(table))).length
  if (count === 0) return 'false'
  return count === tables.length ? 'true' : 'mixed'
}
