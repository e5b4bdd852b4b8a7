import { type FieldDecoder, type Fields, malformedValue } from '#connectors/columnar/fields'
import type { FixedWriter } from '#connectors/columnar/fixed_writer'
import { Misfit } from '#connectors/columnar/misfit'
import type { VariableWriter } from '#connectors/columnar/variable_writer'

/** PostgreSQL counts days and microseconds from 2000-01-01. */
const DAYS_TO_2000 = 10_957
const MICROSECONDS_TO_2000 = 946_684_800_000_000
const TWO_TO_32 = 4_294_967_296
const SHIFT_LOW = MICROSECONDS_TO_2000 % TWO_TO_32
const SHIFT_HIGH = Math.floor(MICROSECONDS_TO_2000 / TWO_TO_32)
const MICROSECONDS_A_DAY = 86_400_000_000
const GREATEST = 2_147_483_647
const LEAST = -2_147_483_648

export const asBoolean: FieldDecoder = {
  decode({ view, starts, lengths, from, count }: Fields, writer: FixedWriter, first: number) {
    for (let i = 0; i < count; i++) {
      const length = lengths[from + i] ?? 0
      if (length === 1) writer.int8(first + i, view.getUint8(starts[from + i] ?? 0))
      else if (length === -1) writer.null(first + i)
      else throw malformedValue()
    }
  },
}

export const asInt16: FieldDecoder = {
  decode({ view, starts, lengths, from, count }: Fields, writer: FixedWriter, first: number) {
    for (let i = 0; i < count; i++) {
      const length = lengths[from + i] ?? 0
      if (length === 2) writer.int16(first + i, view.getInt16(starts[from + i] ?? 0))
      else if (length === -1) writer.null(first + i)
      else throw malformedValue()
    }
  },
}

/** Also for what has four bytes and is kept as it is: oid, real. */
export const asInt32: FieldDecoder = {
  decode({ view, starts, lengths, from, count }: Fields, writer: FixedWriter, first: number) {
    for (let i = 0; i < count; i++) {
      const length = lengths[from + i] ?? 0
      if (length === 4) writer.int32(first + i, view.getInt32(starts[from + i] ?? 0))
      else if (length === -1) writer.null(first + i)
      else throw malformedValue()
    }
  },
}

/** Also for double precision. */
export const asInt64: FieldDecoder = {
  decode({ view, starts, lengths, from, count }: Fields, writer: FixedWriter, first: number) {
    for (let i = 0; i < count; i++) {
      const length = lengths[from + i] ?? 0
      const start = starts[from + i] ?? 0
      if (length === 8) writer.int64(first + i, view.getInt32(start + 4), view.getInt32(start))
      else if (length === -1) writer.null(first + i)
      else throw malformedValue()
    }
  },
}

export const asDate: FieldDecoder = {
  decode({ view, starts, lengths, from, count }: Fields, writer: FixedWriter, first: number) {
    for (let i = 0; i < count; i++) {
      const length = lengths[from + i] ?? 0
      if (length === 4) writer.int32(first + i, dateAt(view, starts[from + i] ?? 0))
      else if (length === -1) writer.null(first + i)
      else throw malformedValue()
    }
  },
}

export const asTime: FieldDecoder = {
  decode({ view, starts, lengths, from, count }: Fields, writer: FixedWriter, first: number) {
    for (let i = 0; i < count; i++) {
      const length = lengths[from + i] ?? 0
      const start = starts[from + i] ?? 0
      if (length === 8) {
        const low = view.getUint32(start + 4)
        const high = view.getInt32(start)
        const time = high * TWO_TO_32 + low
        if (time < 0 || time > MICROSECONDS_A_DAY) throw malformedValue()
        writer.int64(first + i, low, high)
      } else if (length === -1) writer.null(first + i)
      else throw malformedValue()
    }
  },
}

/** Timestamps with and without a zone. */
export const asTimestamp: FieldDecoder = {
  decode({ view, starts, lengths, from, count }: Fields, writer: FixedWriter, first: number) {
    for (let i = 0; i < count; i++) {
      const length = lengths[from + i] ?? 0
      const start = starts[from + i] ?? 0
      if (length === 8) {
        const low = view.getUint32(start + 4) + SHIFT_LOW
        const carry = low >= TWO_TO_32 ? 1 : 0
        const earlier = view.getInt32(start)
        if (earlier === GREATEST || earlier === LEAST) refuseInfinite(view, start)
        const high = earlier + SHIFT_HIGH + carry
        if (high > GREATEST) throw new Misfit('a timestamp after the year 294246')
        writer.int64(first + i, low, high)
      } else if (length === -1) writer.null(first + i)
      else throw malformedValue()
    }
  },
}

/** As a number of 128 bits with the highest one flipped, so that the order stays. */
export const asUuid: FieldDecoder = {
  decode({ view, starts, lengths, from, count }: Fields, writer: FixedWriter, first: number) {
    for (let i = 0; i < count; i++) {
      const length = lengths[from + i] ?? 0
      const at = starts[from + i] ?? 0
      if (length === 16) {
        writer.int128(
          first + i,
          view.getInt32(at + 12),
          view.getInt32(at + 8),
          view.getInt32(at + 4),
          view.getInt32(at) ^ LEAST
        )
      } else if (length === -1) writer.null(first + i)
      else throw malformedValue()
    }
  },
}

/** A version, which is 1, before the text. */
export const asJsonb: FieldDecoder = {
  decode({ bytes, starts, lengths, from, count }: Fields, writer: VariableWriter, first: number) {
    for (let i = 0; i < count; i++) {
      const length = lengths[from + i] ?? 0
      const start = starts[from + i] ?? 0
      if (length === -1) writer.null(first + i)
      else if (length > 0 && bytes[start] === 1) {
        writer.bytes(first + i, bytes, start + 1, start + length)
      } else throw malformedValue()
    }
  },
}

function dateAt(view: DataView, start: number): number {
  const days = view.getInt32(start)
  if (days === GREATEST || days === LEAST) throw new Misfit('an infinite date')
  return days + DAYS_TO_2000
}

function refuseInfinite(view: DataView, start: number) {
  const low = view.getUint32(start + 4)
  const infinite = view.getInt32(start) === GREATEST ? TWO_TO_32 - 1 : 0
  if (low === infinite) throw new Misfit('an infinite timestamp')
}
