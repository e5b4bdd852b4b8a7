import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { transaction } from '#database/transaction'

/** Seconds. */
const IDLE = 15

/** What bounds the idleness of a transaction; what takes the bound away, unless it goes with the transaction. */
const BOUNDS: Record<string, { set: string; reset?: string }> = {
  postgres: { set: `set local idle_in_transaction_session_timeout = '${IDLE}s'` },
  mysql: {
    set: `set session wait_timeout = ${IDLE}`,
    reset: 'set session wait_timeout = default',
  },
}

/**
 * A transaction that its server ends when its process stops in the midst of it, lest its locks keep others waiting for
 * ever. SQLite cannot: there a stopped process has to be continued or killed.
 */
export function boundedTransaction<T>(
  work: (client: TransactionClientContract) => Promise<T>
): Promise<T> {
  return transaction(async (client) => {
    const bound = BOUNDS[client.dialect.name]
    if (!bound) return work(client)
    await client.rawQuery(bound.set)
    try {
      return await work(client)
    } finally {
      if (bound.reset) await client.rawQuery(bound.reset)
    }
  })
}
