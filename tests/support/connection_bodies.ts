/** A password that must never be seen again: tests look for it in bodies, logs and rows. */
export const CANARY = 'canary-7f3a-password'

/** A connection to a PostgreSQL that need not exist. */
export function postgresBody(changes: Record<string, unknown> = {}) {
  return {
    name: 'Sales',
    type: 'postgresql',
    config: { host: '127.0.0.1', port: 5432, database: 'sales', username: 'alice' },
    credentials: { password: CANARY },
    ...changes,
  }
}
