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
  return `${yearText(year)}${within.toISOString().slice(4)}`
}

function yearText(year: number): string {
  if (year >= 0 && year <= 9_999) return String(year).padStart(4, '0')
  return `${year < 0 ? '-' : '+'}${String(Math.abs(year)).padStart(6, '0')}`
}
