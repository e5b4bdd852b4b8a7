import type { Unreadable } from '#vault/rotation/resealer'

/** Rows that are named in words; with --json all of them are. */
const NAMED = 20

/** Rows that do not open, each with its reason. */
export function unreadableLines(rows: Unreadable[]): string[] {
  const named = rows.slice(0, NAMED).map(({ table, id, reason }) => `✗ ${table} ${id}: ${reason}.`)
  const rest = rows.length - NAMED
  return rest > 0 ? [...named, `✗ … and ${rest} more.`] : named
}
