import type { ModelQueryBuilderContract } from '@adonisjs/lucid/types/model'
import ConnectionTag from '#models/connection_tag'
import type DatabaseConnection from '#models/database_connection'
import type { TestStatus, Visibility } from '#models/database_connection'
import { nameKey } from '#services/name_key'

export const CONNECTION_SORTS = ['name', 'createdAt', 'lastTestedAt'] as const
type Sort = (typeof CONNECTION_SORTS)[number]

export interface ConnectionFilters {
  page: number
  perPage: number
  /** Part of the name, of the target or of a tag. */
  search?: string
  type?: string
  status?: TestStatus | 'untested'
  /** The connection has all of them. */
  tag?: string[]
  visibility?: Visibility
  sort: Sort | `-${Sort}`
}

const SORT_COLUMNS: Record<Sort, string> = {
  name: 'name_key',
  createdAt: 'created_at',
  lastTestedAt: 'last_tested_at',
}

export type ConnectionQuery = ModelQueryBuilderContract<
  typeof DatabaseConnection,
  DatabaseConnection
>

/** What somebody looks for, in the order in which they want it. */
export function searched(
  query: ConnectionQuery,
  tenantId: string,
  filters: ConnectionFilters
): ConnectionQuery {
  const order = filters.sort.startsWith('-') ? 'desc' : 'asc'
  const column = SORT_COLUMNS[filters.sort.replace('-', '') as Sort]
  return filtered(query, tenantId, filters).orderBy([
    { column, order },
    { column: 'id', order },
  ])
}

function filtered(
  query: ConnectionQuery,
  tenantId: string,
  filters: ConnectionFilters
): ConnectionQuery {
  const { search, type, status, tag = [], visibility } = filters
  if (type) query.where('type', type)
  if (visibility) query.where('visibility', visibility)
  if (status === 'untested') query.whereNull('last_test_status')
  else if (status) query.where('last_test_status', status)
  for (const one of tag) {
    query.whereIn('id', (tags) =>
      tags
        .from(ConnectionTag.table)
        .select('connection_id')
        .where({ tenant_id: tenantId, tag: one })
    )
  }
  if (search) query.where((either) => matching(either, tenantId, search))
  return query
}

function matching(query: ConnectionQuery, tenantId: string, search: string) {
  const pattern = `%${nameKey(search).replace(/[!%_]/g, '!$&')}%`
  query
    .whereRaw("name_key like ? escape '!'", [pattern])
    .orWhereRaw("lower(target) like ? escape '!'", [pattern])
    .orWhereIn('id', (tags) =>
      tags
        .from(ConnectionTag.table)
        .select('connection_id')
        .where('tenant_id', tenantId)
        .whereRaw("lower(tag) like ? escape '!'", [pattern])
    )
}
