import type { QueryClientContract } from '@adonisjs/lucid/types/database'

const CLOCKS: Record<string, string> = {
  postgres: 'cast(extract(epoch from clock_timestamp()) * 1000 as bigint)',
  mysql: "timestampdiff(microsecond, '1970-01-01 00:00:00', utc_timestamp(3)) div 1000",
}

const EMBEDDED_CLOCK = "cast(unixepoch('subsec') * 1000 as integer)"

/**
 * Milliseconds since 1970 by the application database's own clock, as an SQL expression: the clocks of the machines
 * that share the database may differ.
 */
export function databaseClock({ dialect }: QueryClientContract): string {
  return CLOCKS[dialect.name] ?? EMBEDDED_CLOCK
}
