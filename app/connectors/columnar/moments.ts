import type { FixedWriter } from '#connectors/columnar/fixed_writer'

export const MICROSECONDS_A_DAY = 86_400_000_000

const TWO_TO_32 = 4_294_967_296

/**
 * Writes microseconds since 1970 of a day and a time. Before 1685 and after 2255 they are more than a double holds
 * exactly, all together; those of a whole day are multiples of 8,192, and are exact until the year 9999 and beyond.
 */
export function writeMoment(writer: FixedWriter, row: number, days: number, time: number) {
  const midnight = days * MICROSECONDS_A_DAY
  const high = Math.floor(midnight / TWO_TO_32)
  const low = midnight - high * TWO_TO_32 + time
  writer.int64(row, low, high + Math.floor(low / TWO_TO_32))
}
