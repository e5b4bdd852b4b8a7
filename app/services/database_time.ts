import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import { DateTime } from 'luxon'

/** A moment as this database writes it: queries, unlike models, take times as they are. */
export function databaseTime(
  { dialect }: Pick<QueryClientContract, 'dialect'>,
  moment: DateTime = DateTime.utc()
): string {
  return moment.toUTC().toFormat(dialect.dateTimeFormat)
}
