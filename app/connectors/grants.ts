/** Whom a read-only role is made for. Every name is quoted as the engine wants it. */
export interface GrantsRequest {
  role: string
  /** Empty for the engine's usual one. */
  schemas: readonly string[]
  database: string | null
}

/**
 * Makes a script, ready to be run by an administrator of the target, for a role which can read these schemas and
 * nothing else. The password in it is a placeholder, and it says what to replace.
 */
export interface GrantsScript {
  /** What the script is written in. */
  language: 'sql' | 'javascript'
  write(request: GrantsRequest): string
}

/** Stands where the password goes: the script runs only once somebody has made one up. */
export const PASSWORD_PLACEHOLDER = 'REPLACE_WITH_A_LONG_RANDOM_PASSWORD'
