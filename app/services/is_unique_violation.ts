/** Codes of a broken unique index in SQLite, PostgreSQL and MySQL. */
const UNIQUE_VIOLATIONS = new Set([
  'SQLITE_CONSTRAINT_UNIQUE',
  'SQLITE_CONSTRAINT',
  '23505',
  'ER_DUP_ENTRY',
])

/** Whether the database refused a row because another one has its unique values. */
export function isUniqueViolation(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown }
  return typeof code === 'string' && UNIQUE_VIOLATIONS.has(code)
}
