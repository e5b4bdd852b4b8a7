import db from '@adonisjs/lucid/services/db'
import { sealedColumns } from '#vault/sealed_columns'

/**
 * Ids of the master keys that sealed rows need, sorted; none before the first migration. In each table it hops from
 * one distinct value of the index to the next, so that it takes as many lookups as there are keys, however many rows.
 */
export async function masterKeyIdsInUse(): Promise<string[]> {
  const ids = new Set<string>()
  for (const { table } of sealedColumns) {
    if (!(await db.connection().schema.hasTable(table))) continue
    for (let id = await firstAfter(table, ''); id !== null; id = await firstAfter(table, id)) {
      ids.add(id)
    }
  }
  return [...ids].sort()
}

async function firstAfter(table: string, id: string): Promise<string | null> {
  const row = await db
    .from(table)
    .where('master_key_id', '>', id)
    .min('master_key_id as id')
    .first()
  return row?.id ?? null
}
