import type { TableStructure } from '#connectors/base_connector_service'
import { ConnectorError } from '#connectors/connector_error'
import type { Column, ImportRequest, RowFilter } from '#connectors/contracts'

/** What is read of a table: columns of its own, as the database listed them. */
export interface Selection<C extends Column = Column> {
  /** In the order in which they are kept. */
  columns: C[]
  /** Nobody chose columns: whatever there is. */
  isWhole: boolean
  /** Each with the column that it names. */
  filters: { column: C; filter: RowFilter }[]
  limit: number | null
  /** Names of columns to be kept as text. */
  asText: ReadonlySet<string>
}

/**
 * Finds the columns that a request names in what the database lists.
 *
 * @throws ConnectorError `bad_config` when one of them is not there, or there is none
 */
export function selectionOf<C extends Column>(
  { columns, table }: TableStructure<C>,
  request: ImportRequest
): Selection<C> {
  const byName = new Map(columns.map((column) => [column.name, column]))
  const named = (name: string): C => {
    const column = byName.get(name)
    if (column) return column
    throw new ConnectorError('bad_config', `The table ${table.name} has no column ${name}.`, {
      field: null,
      hint: 'The table was changed meanwhile: choose its columns again.',
    })
  }
  if (columns.length === 0 || request.columns?.length === 0) {
    throw new ConnectorError('bad_config', `The table ${table.name} has no columns to import.`, {
      field: null,
      hint: 'Leave it out.',
    })
  }
  return {
    columns: request.columns?.map(named) ?? columns,
    isWhole: request.columns === null,
    filters: request.filters.map((filter) => ({ column: named(filter.column), filter })),
    limit: request.limit,
    asText: new Set(request.asText),
  }
}
