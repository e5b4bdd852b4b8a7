import db from '@adonisjs/lucid/services/db'
import { masterKeyIdsInUse } from '#vault/master_key_ids_in_use'
import { KeysRefusedError } from '#vault/rotation/errors'

/** Tables that remember master keys beside the sealed rows. */
const BOOKS = ['tenant_keys', 'retired_keys', 'key_rotations']

/** Ids of the master keys of which the application database knows anything, sorted. */
export async function knownKeyIds(): Promise<string[]> {
  const ids = new Set(await masterKeyIdsInUse())
  for (const table of BOOKS) {
    for (const { id } of await db.from(table).distinct('master_key_id as id')) ids.add(String(id))
  }
  return [...ids].sort()
}

/** @throws {KeysRefusedError} for an id that must be a slip of the pen: to do without it would prove nothing */
export async function refuseUnknownKey(id: string): Promise<void> {
  const known = await knownKeyIds()
  if (known.includes(id)) return
  throw new KeysRefusedError(
    `No master key ${id} was ever used here. Those that were: ${known.join(', ') || 'none'}`
  )
}
