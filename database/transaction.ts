import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'

/**
 * Runs something in a transaction of the application database. `db.transaction` would take a COMMIT that fails, as on a
 * full disk, for one that succeeded: Knex tells it to nobody but `executionPromise`.
 *
 * @throws whatever `work` throws, and what the database says of the COMMIT
 */
export async function transaction<T>(
  work: (client: TransactionClientContract) => Promise<T>
): Promise<T> {
  let committed: Promise<unknown> | undefined
  const result = await db.transaction((client) => {
    committed = client.knexClient.executionPromise
    return work(client)
  })
  await committed
  return result
}
