import type { QueryClientContract } from '@adonisjs/lucid/types/database'

type Condition = [sql: string, bindings: string[]]

/** Where the index is not used for a comparison of rows. */
const SPELLED_OUT: Record<string, boolean> = { mysql: true }

/** What comes after this place in the order of the tenant's column and the id, which may be one and the same. */
export function beyond(
  { dialect }: QueryClientContract,
  tenantColumn: string,
  { tenantId, id }: { tenantId: string; id: string }
): Condition {
  if (tenantColumn === 'id') return ['id > ?', [id]]
  return SPELLED_OUT[dialect.name]
    ? [`(${tenantColumn} > ? or (${tenantColumn} = ? and id > ?))`, [tenantId, tenantId, id]]
    : [`(${tenantColumn}, id) > (?, ?)`, [tenantId, id]]
}
