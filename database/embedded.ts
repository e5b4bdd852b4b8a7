import { setTimeout as pause } from 'node:timers/promises'
import type { Database, Statement } from 'better-sqlite3'

const KEPT_STATEMENTS = 256

/** Milliseconds that a statement waits for a lock of another process. */
const LOCK_WAIT = 5_000
/** Milliseconds between two tries. */
const TRY_EVERY = 10

/** Makes a connection to the embedded database fit for a server: readers beside one writer, and quick. */
export function prepareEmbedded(connection: Database): void {
  connection.pragma(`busy_timeout = ${LOCK_WAIT}`)
  connection.pragma('journal_mode = WAL')
  connection.pragma('synchronous = NORMAL')
  connection.pragma('foreign_keys = ON')
  // From now on we wait ourselves: SQLite would keep the whole process waiting, and whoever asks it for anything.
  connection.pragma('busy_timeout = 0')
  keepStatements(connection)
}

/**
 * Preparing costs more than running most statements, and the same few dozen are run again and again. They are run
 * to their end at once, so no statement is ever asked for while it is in use. The oldest leave first.
 */
function keepStatements(connection: Database): void {
  const kept = new Map<string, Statement>()
  const prepare = connection.prepare.bind(connection)
  connection.prepare = ((sql: string) => {
    const statement = kept.get(sql) ?? patient(prepare(sql))
    kept.delete(sql)
    kept.set(sql, statement)
    for (const oldest of kept.keys()) {
      if (kept.size <= KEPT_STATEMENTS) break
      kept.delete(oldest)
    }
    return statement
  }) as typeof connection.prepare
}

/** A statement that gives a promise while another process has the lock: Knex awaits what it gives, whatever that is. */
function patient(statement: Statement): Statement {
  for (const method of ['run', 'all'] as const) {
    const once = statement[method].bind(statement) as (...bindings: unknown[]) => unknown
    Object.defineProperty(statement, method, {
      value: (...bindings: unknown[]) => {
        try {
          return once(...bindings)
        } catch (error) {
          if (!isBusy(error)) throw error
          return tryAgain(() => once(...bindings))
        }
      },
    })
  }
  return statement
}

async function tryAgain(run: () => unknown): Promise<unknown> {
  const end = performance.now() + LOCK_WAIT
  for (;;) {
    await pause(TRY_EVERY)
    try {
      return run()
    } catch (error) {
      if (!isBusy(error) || performance.now() > end) throw error
    }
  }
}

/** Not when what the transaction has read is out of date (`SQLITE_BUSY_SNAPSHOT`): that does not pass. */
function isBusy(error: unknown): boolean {
  return Object(error).code === 'SQLITE_BUSY'
}
