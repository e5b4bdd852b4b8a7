import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import { sealedColumns } from '#vault/sealed_columns'

/**
 * How writers are kept out of a table for the rest of a transaction, while readers go on. Where it is by `reading`,
 * everything has to be read with a lock: MySQL's `LOCK TABLES` would end the transaction. SQLite has one writer at a
 * time anyway, and that is whoever has written anything in this transaction.
 */
const MEANS: Record<string, 'statement' | 'reading'> = { postgres: 'statement', mysql: 'reading' }

/**
 * Keeps everybody else from writing sealed rows until this transaction ends, provided that it has written something
 * and reads them all as `readsWithLock` says. The tables are locked in the order in which use cases write them, the
 * trail's last.
 */
export async function lockOutWriters(client: QueryClientContract): Promise<void> {
  if (MEANS[client.dialect.name] !== 'statement') return
  const tables = sealedColumns.map(({ table }) => table).join(', ')
  await client.rawQuery(`lock table ${tables} in share row exclusive mode`)
}

export function readsWithLock(client: QueryClientContract): boolean {
  return MEANS[client.dialect.name] === 'reading'
}
