import type { SealBinding } from '#vault/seal_header'

/** A column that holds what the vault has sealed. Its table has an `id` and says in `master_key_id` which key opens it. */
export interface SealedColumn {
  table: string
  column: string
  /** The column that says whose key it is. */
  tenantColumn: string
  /** Columns that the binding is made of, beside the tenant's. */
  boundTo: readonly string[]
  bindingOf(row: Record<string, unknown>): SealBinding
}

/** Every column that the vault seals: what rotation reseals, verification opens, and boot asks for its keys. */
export const sealedColumns: readonly SealedColumn[] = [
  {
    table: 'database_connections',
    column: 'sealed_credentials',
    tenantColumn: 'tenant_id',
    boundTo: ['id'],
    bindingOf: ({ tenant_id, id }) => ({ tenantId: String(tenant_id), connectionId: String(id) }),
  },
  {
    table: 'password_rotations',
    column: 'sealed_credentials',
    tenantColumn: 'tenant_id',
    boundTo: ['connection_id'],
    bindingOf: ({ tenant_id, connection_id }) => ({
      tenantId: String(tenant_id),
      connectionId: String(connection_id),
    }),
  },
  {
    table: 'audit_chains',
    column: 'sealed_key',
    tenantColumn: 'id',
    boundTo: [],
    bindingOf: ({ id }) => ({ tenantId: String(id), purpose: 'audit-chain' }),
  },
]
