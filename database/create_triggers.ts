import type { QueryClientContract } from '@adonisjs/lucid/types/database'

/** MySQL's number for it: with a binary log, only administrators may make triggers unless others are trusted. */
const ONLY_ADMINISTRATORS = 1419

/**
 * Runs statements that make triggers. On MySQL nothing undoes what a migration has done before it fails, so a
 * migration begins with them.
 *
 * @throws with the remedy, where MySQL lets only administrators make triggers
 */
export async function createTriggers(
  client: QueryClientContract,
  statements: string[]
): Promise<void> {
  try {
    for (const statement of statements) await client.rawQuery(statement)
  } catch (error) {
    throw remedied(error)
  }
}

function remedied(error: unknown): unknown {
  if ((error as { errno?: unknown }).errno !== ONLY_ADMINISTRATORS) return error
  return new Error(
    'MySQL lets only administrators make triggers, for it has a binary log. ' +
      'Run "set global log_bin_trust_function_creators = 1" as an administrator, and migrate again. ' +
      'See docs/audit.md.'
  )
}
