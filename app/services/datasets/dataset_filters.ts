import type { ModelQueryBuilderContract } from '@adonisjs/lucid/types/model'
import type Dataset from '#models/dataset'
import type { DatasetStatus } from '#models/dataset'
import { nameKey } from '#services/name_key'

export const DATASET_SORTS = ['name', 'createdAt', 'finishedAt', 'rows', 'bytes'] as const
type Sort = (typeof DATASET_SORTS)[number]

export interface DatasetFilters {
  page: number
  perPage: number
  /** Part of its name, or of its connection's. */
  search?: string
  status?: DatasetStatus[]
  connectionId?: string
  sort: Sort | `-${Sort}`
}

const SORT_COLUMNS: Record<Sort, string> = {
  name: 'name_key',
  createdAt: 'created_at',
  finishedAt: 'finished_at',
  rows: 'row_count',
  bytes: 'byte_count',
}

export type DatasetQuery = ModelQueryBuilderContract<typeof Dataset, Dataset>

/** What somebody looks for, in the order in which they want it. */
export function searched(query: DatasetQuery, filters: DatasetFilters): DatasetQuery {
  const { search, status, connectionId, sort } = filters
  if (status) query.whereIn('status', status)
  if (connectionId) query.where('connection_id', connectionId.toLowerCase())
  if (search) query.where((either) => matching(either, search))
  const order = sort.startsWith('-') ? 'desc' : 'asc'
  const column = SORT_COLUMNS[sort.replace('-', '') as Sort]
  return query.orderBy([
    { column, order },
    { column: 'id', order },
  ])
}

function matching(query: DatasetQuery, search: string) {
  const pattern = `%${nameKey(search).replace(/[!%_]/g, '!$&')}%`
  query
    .whereRaw("name_key like ? escape '!'", [pattern])
    .orWhereRaw("lower(connection_name) like ? escape '!'", [pattern])
}
