import { type FieldDecoder, type Fields, malformedValue } from '#connectors/columnar/fields'
import type { FixedWriter } from '#connectors/columnar/fixed_writer'
import { Misfit } from '#connectors/columnar/misfit'
import { dayAt, timeAt } from '#connectors/columnar/text_decoders'
import { MICROSECONDS_A_DAY, writeMoment } from '#connectors/columnar/moments'

const PLUS = 43
const MINUS = 45
/** Nanoseconds of 64 bits reach from 1677-09-21 to 2262-04-11. */
const FIRST_DAY = -106_751
const LAST_DAY = 106_750

/** `2024-02-29 12:34:56.789012 +05:30`, with fewer places or none, as the moment in UTC. */
export const textMoment: FieldDecoder = {
  decode({ bytes, starts, lengths, from, count }: Fields, writer: FixedWriter, first: number) {
    for (let i = 0; i < count; i++) {
      const length = lengths[from + i] ?? 0
      const start = starts[from + i] ?? 0
      if (length >= 26) {
        const zoneAt = start + length - 6
        const time = timeAt(bytes, start + 11, zoneAt - 1) - zone(bytes, zoneAt)
        // Around midnight it is another day in UTC.
        const days = dayAt(bytes, start) + Math.floor(time / MICROSECONDS_A_DAY)
        writeMoment(writer, first + i, days, modulo(time, MICROSECONDS_A_DAY))
      } else if (length === -1) writer.null(first + i)
      else throw malformedValue()
    }
  },
}

/** `2024-02-29 12:34:56.7890123`: nanoseconds since 1970; seven places at most. */
export const textNanoseconds: FieldDecoder = {
  decode({ bytes, starts, lengths, from, count }: Fields, writer: FixedWriter, first: number) {
    for (let i = 0; i < count; i++) {
      const length = lengths[from + i] ?? 0
      const start = starts[from + i] ?? 0
      if (length >= 19) {
        const days = dayAt(bytes, start)
        if (days < FIRST_DAY || days > LAST_DAY) {
          throw new Misfit('a date before 1677 or after 2262 with seven decimal places')
        }
        const hasSeven = length === 27
        const tenths = hasSeven ? (bytes[start + 26] ?? 0) - 48 : 0
        if (tenths < 0 || tenths > 9 || length > 27) throw malformedValue()
        const time = timeAt(bytes, start + 11, start + (hasSeven ? 26 : length))
        const microseconds = BigInt(days) * BigInt(MICROSECONDS_A_DAY) + BigInt(time)
        writer.bigint64(first + i, microseconds * 1_000n + BigInt(tenths * 100))
      } else if (length === -1) writer.null(first + i)
      else throw malformedValue()
    }
  },
}

/** Microseconds that the clock of `+05:30` is ahead of UTC. */
function zone(bytes: Buffer, at: number): number {
  const sign = bytes[at]
  const [, hours = '', minutes = ''] =
    /^(\d\d):(\d\d)$/.exec(bytes.toString('latin1', at + 1, at + 6)) ?? []
  if (hours === '' || (sign !== PLUS && sign !== MINUS)) throw malformedValue()
  const ahead = (Number(hours) * 60 + Number(minutes)) * 60_000_000
  return sign === MINUS ? -ahead : ahead
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by
}
