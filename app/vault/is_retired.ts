import db from '@adonisjs/lucid/services/db'
import RetiredKey from '#models/retired_key'

/** Whether the application database refuses what is sealed with this master key; before the first migration, no. */
export async function isRetired(masterKeyId: string): Promise<boolean> {
  if (!(await db.connection().schema.hasTable(RetiredKey.table))) return false
  return (await RetiredKey.find(masterKeyId)) !== null
}
