import { open } from 'node:fs/promises'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { databaseFile } from '#config/database'
import { transaction } from '#database/transaction'

/**
 * A transaction that a power cut cannot take back any more once this resolves. The embedded database commits into a
 * log that it writes to the disk at its next checkpoint only (`synchronous = NORMAL`), so the log is written out here.
 * A PostgreSQL that is set to answer early is told to wait; of MySQL it is the server's own setting
 * (`innodb_flush_log_at_trx_commit`).
 */
export async function durableTransaction<T>(
  work: (client: TransactionClientContract) => Promise<T>
): Promise<T> {
  const result = await transaction(async (client) => {
    if (client.dialect.name === 'postgres') {
      await client.rawQuery('set local synchronous_commit = on')
    }
    return work(client)
  })
  if (databaseFile) await writeOut(`${databaseFile}-wal`)
  return result
}

/**
 * What any descriptor of the file wrote reaches the disk. SQLite keeps its locks on other files than the log: those
 * would be lost with the closing of any descriptor.
 */
async function writeOut(path: string): Promise<void> {
  const log = await open(path, 'r+')
  try {
    await log.sync()
  } finally {
    await log.close()
  }
}
