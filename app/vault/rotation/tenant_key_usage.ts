import db from '@adonisjs/lucid/services/db'
import KeyRotation from '#models/key_rotation'
import RetiredKey from '#models/retired_key'
import type { MasterKeyring } from '#vault/master_keyring'
import { isKeyWorkUnderWay } from '#vault/rotation/key_work_lease'
import { sealedColumns } from '#vault/sealed_columns'

/** Types, not interfaces: pages' props are checked to be JSON. */
export type TenantKeyUse = {
  id: string
  active: boolean
  /** Whether this process can open what it sealed. */
  held: boolean
  /** Rows of the tenant that need it, by table. */
  rows: Record<string, number>
  /** ISO 8601, or null. */
  retiredAt: string | null
}

export type TenantKeyUsage = {
  /** The active one first, then those that rows of this tenant still need. */
  keys: TenantKeyUse[]
  /** Sealed rows of this tenant, and how many of them are under the active key. */
  rows: { total: number; underActive: number }
  /** The rotation that is under way and comes by this tenant, or null. */
  rotation: { startedAt: string } | null
}

/** Which master keys one tenant's sealed rows need: its own figures, and nothing of what others have. */
export async function tenantKeyUsage(
  keyring: MasterKeyring,
  tenantId: string
): Promise<TenantKeyUsage> {
  const needs = await needsOf(tenantId)
  const { active } = keyring
  const ids = [...new Set([active.id, ...[...needs.keys()].sort()])]
  const retired = await retirementsOf(ids)
  const keys = ids.map((id) => ({
    id,
    active: id === active.id,
    held: keyring.find(id) !== undefined,
    rows: needs.get(id) ?? {},
    retiredAt: retired.get(id) ?? null,
  }))
  const counts = keys.map(({ rows }) => Object.values(rows).reduce((sum, count) => sum + count, 0))
  const [underActive = 0] = counts
  const total = counts.reduce((sum, count) => sum + count, 0)
  return { keys, rows: { total, underActive }, rotation: await rotationAt(tenantId) }
}

async function needsOf(tenantId: string): Promise<Map<string, Record<string, number>>> {
  const needs = new Map<string, Record<string, number>>()
  for (const { table, column, tenantColumn } of sealedColumns) {
    const counted = await db
      .from(table)
      .where(tenantColumn, tenantId)
      .whereNotNull(column)
      .whereNotNull('master_key_id')
      .select('master_key_id')
      .count('* as sealed_rows')
      .groupBy('master_key_id')
    for (const { master_key_id: id, sealed_rows: rows } of counted) {
      needs.set(id, { ...needs.get(id), [table]: Number(rows) })
    }
  }
  return needs
}

async function retirementsOf(ids: string[]): Promise<Map<string, string | null>> {
  const retired = await RetiredKey.query().whereIn('master_key_id', ids)
  return new Map(
    retired.map(({ masterKeyId, retiredAt }) => [masterKeyId, retiredAt.toUTC().toISO()])
  )
}

/** One that was killed says that it runs until the next begins; that nobody holds the lease tells it apart. */
async function rotationAt(tenantId: string): Promise<TenantKeyUsage['rotation']> {
  const running = await KeyRotation.query()
    .where('status', 'running')
    .where((subject) => subject.whereNull('tenant_id').orWhere('tenant_id', tenantId))
    .orderBy('created_at', 'desc')
    .first()
  const startedAt = running?.createdAt.toUTC().toISO()
  return startedAt && (await isKeyWorkUnderWay()) ? { startedAt } : null
}
