import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ask } from '~/api/client'
import type { Answer, Cell, DatasetPreview, DatasetTable, Preview } from '~/api/types'
import { spelledType } from '~/components/datasets/spelled_type'
import { queryKeys } from '~/hooks/query_keys'

/** Rows that are shown at most. */
const LIMIT = 100

/** The first rows of a table of a dataset, as the grid takes them; they change only with an import. */
export function useDatasetPreview(datasetId: string, table: DatasetTable) {
  return useQuery({
    queryKey: queryKeys.datasetPreview(datasetId, table.id, table.finishedAt),
    queryFn: async ({ signal }) => {
      const path = `/datasets/${datasetId}/tables/${table.id}/preview`
      const query = { limit: LIMIT }
      const { data } = await ask<Answer<DatasetPreview>>(path, { query, signal })
      return asPreview(table, data)
    },
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  })
}

/** A file has neither keys nor defaults, and any of its values may be missing. */
function asPreview(
  { schema, name, columns: known }: DatasetTable,
  { columns, rows, rowCount, truncated }: DatasetPreview
): Preview {
  const types = new Map(known?.map((column) => [column.name, spelledType(column.type)]))
  return {
    table: { schema, name, kind: 'table' },
    columns: columns.map((column) => ({
      name: column.name,
      type: types.get(column.name) ?? column.type.toLowerCase(),
      nullable: true,
      default: null,
      primaryKey: false,
      references: null,
    })),
    rowCount: { value: rowCount, exact: true },
    rows,
    // That there are more rows than are shown is no cut.
    truncated: truncated && (rows.length < Math.min(LIMIT, rowCount) || rows.flat().some(isCut)),
  }
}

function isCut(cell: Cell): boolean {
  return typeof cell === 'object' && cell !== null && 'truncated' in cell && cell.truncated
}
