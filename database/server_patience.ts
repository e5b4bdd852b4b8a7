/** Milliseconds after which a database server that says nothing counts as dead. */
const SILENCE = 8_000

/** Seconds that a statement waits for a lock: less, so that it is told apart. */
const LOCK_WAIT = 5

/** What bounds a wait for a lock, for each kind of server. */
const LOCK_SETTINGS = {
  pg: `set lock_timeout = '${LOCK_WAIT}s'`,
  mysql2: `set session innodb_lock_wait_timeout = ${LOCK_WAIT}, lock_wait_timeout = ${LOCK_WAIT}`,
}

type Done = (error: unknown, result?: unknown) => void

/** A connection of pg, which cuts its line by its stream, or of mysql2. */
interface ServerConnection {
  query(...given: unknown[]): unknown
  connection?: { stream?: { destroy(): void } }
  destroy?(): void
  __knex__disposed?: unknown
}

/**
 * What a pool does with a new connection, so that nobody who asks this server waits for ever on a database that is
 * locked or frozen: a statement that gets no answer fails, and its line is cut. Not for commands, some of which have
 * statements that take their time.
 */
export function boundWaits(client: keyof typeof LOCK_SETTINGS, silence = SILENCE) {
  return (connection: ServerConnection, done: Done): void => {
    const query = connection.query.bind(connection)
    connection.query = (...given: unknown[]) => {
      const answered = given.at(-1)
      if (typeof answered !== 'function') return query(...given)
      return query(...given.slice(0, -1), bounded(connection, answered as Done, silence))
    }
    connection.query(LOCK_SETTINGS[client], (error: unknown) => done(error, connection))
  }
}

/** Calls back once: with the answer, or without. */
function bounded(connection: ServerConnection, done: Done, silence: number): Done {
  let isDone = false
  const finish: Done = (error, result) => {
    clearTimeout(timer)
    if (isDone) return
    isDone = true
    done(error, result)
  }
  const timer = setTimeout(() => {
    const error = new Error('The database does not answer')
    cut(connection, error)
    finish(Object.assign(error, { code: 'ETIMEDOUT' }))
  }, silence)
  return finish
}

/** The pool gives nobody a connection that bears this mark of Knex's. */
function cut(connection: ServerConnection, error: Error): void {
  connection.__knex__disposed = error
  if (connection.connection?.stream) connection.connection.stream.destroy()
  else connection.destroy?.()
}
