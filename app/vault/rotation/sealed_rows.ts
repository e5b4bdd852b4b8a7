import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import { beyond } from '#vault/rotation/key_order'
import type { SealBinding } from '#vault/seal_header'
import type { SealedColumn } from '#vault/sealed_columns'
import { tokenPrefix } from '#vault/rotation/token_prefix'

/** A place in the order of keys, after which reading goes on. */
export interface Cursor {
  tenantId: string
  id: string
}

export interface SealedRow extends Cursor {
  table: string
  /** What the row says, which need not be what its token says. */
  masterKeyId: string | null
  token: string
  binding: SealBinding
}

export interface RowSelection {
  tenantId?: string
  /** Leaves out the rows that are sealed with this master key, and say so. */
  notUnder?: string
  after?: Cursor | null
  batchSize: number
  /** Inside a transaction, the transaction's. */
  client?: QueryClientContract
  /** Keeps what is read as it is until the transaction ends. */
  locking?: boolean
}

/** Sealed rows of a column in the order of tenant and id, a batch at a time. */
export async function* sealedRows(
  column: SealedColumn,
  { after = null, ...selection }: RowSelection
): AsyncGenerator<SealedRow[]> {
  for (let cursor = after; ;) {
    const rows = await nextRows(column, selection, cursor)
    if (rows.length > 0) yield rows
    if (rows.length < selection.batchSize) return
    cursor = rows.at(-1) ?? null
  }
}

/** How many rows and tenants `sealedRows` would give. */
export async function countSealedRows(
  column: SealedColumn,
  selection: Pick<RowSelection, 'tenantId' | 'notUnder'>
): Promise<{ rows: number; tenants: number }> {
  const counted = await selected(db.connection(), column, selection)
    .count('* as sealed_rows')
    .countDistinct(`${column.tenantColumn} as tenants`)
    .first()
  return { rows: Number(counted.sealed_rows), tenants: Number(counted.tenants) }
}

async function nextRows(
  column: SealedColumn,
  { client = db.connection(), locking = false, batchSize, ...selection }: RowSelection,
  cursor: Cursor | null
): Promise<SealedRow[]> {
  const { table, tenantColumn, boundTo, column: sealed } = column
  const key = [...new Set([tenantColumn, 'id'])]
  const names = [...new Set([...key, ...boundTo, sealed, 'master_key_id'])]
  const query = selected(client, column, selection).select(names).limit(batchSize)
  for (const name of key) query.orderBy(name)
  if (cursor) query.whereRaw(...beyond(client, tenantColumn, cursor))
  if (locking) query.forUpdate()
  const rows: Record<string, unknown>[] = await query
  return rows.map((row) => ({
    table,
    tenantId: String(row[tenantColumn]),
    id: String(row.id),
    masterKeyId: row.master_key_id === null ? null : String(row.master_key_id),
    token: String(row[sealed]),
    binding: column.bindingOf(row),
  }))
}

function selected(
  client: QueryClientContract,
  { table, tenantColumn, column }: SealedColumn,
  { tenantId, notUnder }: Pick<RowSelection, 'tenantId' | 'notUnder'>
) {
  const query = client.from(table).whereNotNull(column)
  if (tenantId !== undefined) query.where(tenantColumn, tenantId)
  if (notUnder !== undefined) {
    const prefix = tokenPrefix(notUnder)
    query.where((either) =>
      either
        .whereNull('master_key_id')
        .orWhereNot('master_key_id', notUnder)
        .orWhereRaw(`substr(??, 1, ${prefix.length}) <> ?`, [column, prefix])
    )
  }
  return query
}
