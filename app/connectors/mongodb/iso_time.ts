import { isoYear } from '#connectors/iso_year'

/** The calendar repeats after 400 years. */
const CYCLE_YEARS = 400
const CYCLE = 146_097n * 86_400_000n

/**
 * ISO 8601 of any 64-bit number of milliseconds since 1970, in UTC. JavaScript's dates end in the year 275760,
 * MongoDB's do not; years of more than four digits bear a sign.
 */
export function isoTime(ms: bigint): string {
  const cycles = ms >= 0n ? ms / CYCLE : (ms - CYCLE + 1n) / CYCLE
  const within = new Date(Number(ms - cycles * CYCLE))
  const year = within.getUTCFullYear() + Number(cycles) * CYCLE_YEARS
  return `${isoYear(year)}${within.toISOString().slice(4)}`
}
