import type { TenantKeyUse } from '#vault/rotation/tenant_key_usage'

/** How many of the team's rows need this key. */
export function rowsOf({ rows }: TenantKeyUse): number {
  return Object.values(rows).reduce((sum, count) => sum + count, 0)
}
