import { randomBytes } from 'node:crypto'
import type { Login } from '#tests/support/standins/sqlserver/login'
import type { ServerError } from '#tests/support/standins/sqlserver/tokens'

/** Whom the stand-in knows; all have the same password. */
export const PASSWORD = randomBytes(12).toString('hex')

export const OWNER = 'varlor'
export const READER = 'reader'

/** What SQL Server says to each of these instead of letting them in. */
const REFUSED: Record<string, ServerError[]> = {
  locked: [
    { number: 18_486, message: "Login failed for user 'locked' because the account is locked." },
  ],
  disabled: [
    { number: 18_470, message: "Login failed for user 'disabled'. The account is disabled." },
  ],
  expired: [
    { number: 18_487, message: "Login failed for user 'expired'. The password has expired." },
  ],
  must_change: [{ number: 18_488, message: 'The password of the account must be changed.' }],
  windows_only: [{ number: 18_452, message: 'The login is from an untrusted domain.' }],
  outside: [
    {
      number: 40_615,
      message: "Client with IP address '203.0.113.9' is not allowed to access the server.",
    },
  ],
  paused: [{ number: 42_109, message: 'The SQL pool is warming up. Please try again.' }],
  crowded: [{ number: 10_928, message: 'The session limit for the database is 30.' }],
}

const FAILED: ServerError = { number: 18_456, severity: 14, message: 'Login failed for user.' }

/** Errors of a login, in the order of the server; null when there is nothing against it. */
export function faultsOf(login: Login, databases: readonly string[]): ServerError[] | null {
  const refused = REFUSED[login.username]
  const isKnown = refused || [OWNER, READER].includes(login.username)
  if (!isKnown || login.password !== PASSWORD) return [FAILED]
  return refused ?? databaseFaultsOf(login, databases)
}

/** Of one whose password is right. */
export function databaseFaultsOf(login: Login, databases: readonly string[]): ServerError[] | null {
  if (databases.includes(login.database)) return null
  const message = `Cannot open database "${login.database}" requested by the login. The login failed.`
  return [{ number: 4_060, severity: 11, message }, FAILED]
}
