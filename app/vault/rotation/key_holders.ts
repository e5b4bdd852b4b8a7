import { hostname } from 'node:os'
import db from '@adonisjs/lucid/services/db'
import { v7 as uuid } from 'uuid'
import type { MasterKeyring } from '#vault/master_keyring'
import { databaseClock } from '#vault/rotation/database_clock'

const TABLE = 'key_holders'

/** Milliseconds without a sign of life after which a server counts as gone, by the database's clock. */
const STALE_AFTER = 60_000

/** A server that runs, and what it can open and seals with. */
export interface KeyHolder {
  id: string
  host: string
  pid: number
  activeKeyId: string
  keyIds: string[]
}

/** Tells that this process runs and which master keys it holds; resolves to its id in the list. */
export async function announce(keyring: MasterKeyring): Promise<string> {
  const id = uuid()
  await forgetStale()
  await insert(id, keyring)
  return id
}

/** Says that it still runs. Should the list have forgotten it, as while its machine slept, it is on it again. */
export async function keepAnnounced(id: string, keyring: MasterKeyring): Promise<void> {
  const renewed = await db.from(TABLE).where('id', id).update({ seen_at: now() })
  if (Number(renewed) === 0) await insert(id, keyring)
}

export async function withdraw(id: string): Promise<void> {
  await db.from(TABLE).where('id', id).delete()
}

/** Servers that have given a sign of life of late. */
export async function liveHolders(): Promise<KeyHolder[]> {
  const client = db.connection()
  const rows: Record<string, unknown>[] = await client
    .from(TABLE)
    .whereRaw(`seen_at > ${databaseClock(client)} - ?`, [STALE_AFTER])
    .orderBy('id')
  return rows.map((row) => ({
    id: String(row.id),
    host: String(row.host),
    pid: Number(row.pid),
    activeKeyId: String(row.active_key_id),
    keyIds: JSON.parse(String(row.key_ids)) as string[],
  }))
}

async function insert(id: string, keyring: MasterKeyring): Promise<void> {
  await db.table(TABLE).insert({
    id,
    host: hostname().slice(0, 120),
    pid: process.pid,
    active_key_id: keyring.active.id,
    key_ids: JSON.stringify(keyring.ids),
    seen_at: now(),
  })
}

async function forgetStale(): Promise<void> {
  const client = db.connection()
  await client
    .from(TABLE)
    .whereRaw(`seen_at <= ${databaseClock(client)} - ?`, [STALE_AFTER])
    .delete()
}

function now() {
  const client = db.connection()
  return client.raw(databaseClock(client))
}
