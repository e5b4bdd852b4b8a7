import type { Database, Statement } from 'better-sqlite3'

const KEPT_STATEMENTS = 256

/** Makes a connection to the embedded database fit for a server: readers beside one writer, and quick. */
export function prepareEmbedded(connection: Database): void {
  connection.pragma('journal_mode = WAL')
  connection.pragma('synchronous = NORMAL')
  connection.pragma('foreign_keys = ON')
  connection.pragma('busy_timeout = 5000')
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
    const statement = kept.get(sql) ?? prepare(sql)
    kept.delete(sql)
    kept.set(sql, statement)
    for (const oldest of kept.keys()) {
      if (kept.size <= KEPT_STATEMENTS) break
      kept.delete(oldest)
    }
    return statement
  }) as typeof connection.prepare
}
