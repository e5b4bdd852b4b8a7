import db from '@adonisjs/lucid/services/db'
import RetiredKey from '#models/retired_key'
import type { MasterKeyring } from '#vault/master_keyring'
import { liveHolders, type KeyHolder } from '#vault/rotation/key_holders'
import { knownKeyIds } from '#vault/rotation/known_key_ids'
import { sealedColumns } from '#vault/sealed_columns'

export interface KeyUse {
  id: string
  active: boolean
  /** Where this process has it from; null when it does not hold it. */
  source: string | null
  /** Rows that need it, by table. */
  rows: Record<string, number>
  /** Tenants with such rows. */
  tenants: number
  /** ISO 8601, or null. */
  retiredAt: string | null
  /** Running servers that hold it. */
  servers: number
}

export interface KeyUsage {
  keys: KeyUse[]
  /** Running servers, and whether each seals with this process's active key. */
  servers: (KeyHolder & { holdsActive: boolean; sealsWithActive: boolean })[]
}

/** Every master key that anything knows of, and what needs it. */
export async function keyUsage(keyring: MasterKeyring): Promise<KeyUsage> {
  const holders = await liveHolders()
  const needs = await needsByKey()
  const retiredKeys = await RetiredKey.all()
  const retired = new Map(
    retiredKeys.map(({ masterKeyId, retiredAt }) => [masterKeyId, retiredAt.toISO()])
  )
  const others = [...(await knownKeyIds()), ...holders.flatMap(({ keyIds }) => keyIds)]
  const ids = new Set([...keyring.ids, ...others.sort()])
  const { active } = keyring
  return {
    keys: [...ids].map((id) => ({
      id,
      active: id === active.id,
      source: keyring.find(id)?.source ?? null,
      rows: needs.get(id)?.rows ?? {},
      tenants: needs.get(id)?.tenants.size ?? 0,
      retiredAt: retired.get(id) ?? null,
      servers: holders.filter(({ keyIds }) => keyIds.includes(id)).length,
    })),
    servers: holders.map((holder) => ({
      ...holder,
      holdsActive: holder.keyIds.includes(active.id),
      sealsWithActive: holder.activeKeyId === active.id,
    })),
  }
}

interface Need {
  rows: Record<string, number>
  tenants: Set<string>
}

async function needsByKey(): Promise<Map<string, Need>> {
  const needs = new Map<string, Need>()
  for (const { table, column, tenantColumn } of sealedColumns) {
    const counted = await db
      .from(table)
      .whereNotNull(column)
      .whereNotNull('master_key_id')
      .select('master_key_id', `${tenantColumn} as tenant`)
      .count('* as sealed_rows')
      .groupBy('master_key_id', tenantColumn)
    for (const { master_key_id: id, tenant, sealed_rows: rows } of counted) {
      const need = needs.get(id) ?? { rows: {}, tenants: new Set() }
      need.rows[table] = (need.rows[table] ?? 0) + Number(rows)
      need.tenants.add(String(tenant))
      needs.set(id, need)
    }
  }
  return needs
}
