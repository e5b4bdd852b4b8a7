import { setTimeout as pause } from 'node:timers/promises'

/** Two transactions that wait for each other, or one that waited too long: nothing was done, and it may be tried again. */
const TRANSIENT = new Set([
  'SQLITE_BUSY',
  'SQLITE_BUSY_SNAPSHOT',
  '40001',
  '40P01',
  'ER_LOCK_DEADLOCK',
  'ER_LOCK_WAIT_TIMEOUT',
])

const ATTEMPTS = 5
const PAUSE_MS = 50

/** Runs a transaction again when the database gave it up in favour of another. Throws what the last attempt throws. */
export async function retryTransient<T>(transaction: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await transaction()
    } catch (error) {
      if (attempt === ATTEMPTS || !isTransient(error)) throw error
      await pause(PAUSE_MS * attempt)
    }
  }
}

/** Whether the database gave a transaction up in favour of others. */
export function isTransient(error: unknown): boolean {
  return TRANSIENT.has(String(Object(error).code))
}
