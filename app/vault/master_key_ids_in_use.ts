import db from '@adonisjs/lucid/services/db'

const TABLE = 'database_connections'

/**
 * Ids of the master keys that saved connections need; none before the first migration. It hops from one distinct
 * value of the index to the next, so that it takes as many lookups as there are keys, however many rows.
 */
export async function masterKeyIdsInUse(): Promise<string[]> {
  const ids: string[] = []
  if (!(await db.connection().schema.hasTable(TABLE))) return ids
  for (let id = await firstAfter(''); id !== null; id = await firstAfter(id)) ids.push(id)
  return ids
}

async function firstAfter(id: string): Promise<string | null> {
  const row = await db
    .from(TABLE)
    .where('master_key_id', '>', id)
    .min('master_key_id as id')
    .first()
  return row?.id ?? null
}
