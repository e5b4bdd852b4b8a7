import { type FieldDecoder, type Fields, malformedValue } from '#connectors/columnar/fields'
import type { FixedWriter } from '#connectors/columnar/fixed_writer'
import type { VariableWriter } from '#connectors/columnar/variable_writer'
import { floatOf } from '#connectors/snowflake/float_text'

/** Values as results in JSON spell them. */

/** `true` or `1`, `false` or `0`. */
export const asBoolean: FieldDecoder = {
  decode({ bytes, starts, lengths, from, count }: Fields, writer: FixedWriter, first: number) {
    for (let i = 0; i < count; i++) {
      const length = lengths[from + i] ?? 0
      const start = starts[from + i] ?? 0
      if (length === -1) writer.null(first + i)
      else writer.int8(first + i, booleanIn(bytes.toString('latin1', start, start + length)))
    }
  },
}

export const asDouble: FieldDecoder = {
  decode({ bytes, starts, lengths, from, count }: Fields, writer: FixedWriter, first: number) {
    for (let i = 0; i < count; i++) {
      const length = lengths[from + i] ?? 0
      const start = starts[from + i] ?? 0
      if (length === -1) writer.null(first + i)
      else writer.double(first + i, doubleIn(bytes.toString('latin1', start, start + length)))
    }
  },
}

/** Hexadecimal digits. They are overwritten: bytes take half of their room. */
export const asBytes: FieldDecoder = {
  decode({ bytes, starts, lengths, from, count }: Fields, writer: VariableWriter, first: number) {
    for (let i = 0; i < count; i++) {
      const length = lengths[from + i] ?? 0
      const start = starts[from + i] ?? 0
      if (length === -1) writer.null(first + i)
      else writer.bytes(first + i, bytes, start, start + packHex(bytes, start, length))
    }
  },
}

function booleanIn(text: string): number {
  if (/^(true|1)$/i.test(text)) return 1
  if (/^(false|0)$/i.test(text)) return 0
  throw malformedValue()
}

function doubleIn(text: string): number {
  const value = floatOf(text)
  if (text === '' || (Number.isNaN(value) && !/^nan$/i.test(text))) throw malformedValue()
  return value
}

/** What a digit's character is worth; 16 for what is none. */
const DIGITS = new Uint8Array(256).fill(16)
for (let digit = 0; digit < 16; digit++) {
  const character = digit.toString(16)
  DIGITS[character.charCodeAt(0)] = digit
  DIGITS[character.toUpperCase().charCodeAt(0)] = digit
}

/** The number of bytes. */
function packHex(bytes: Buffer, start: number, length: number): number {
  if (length % 2 !== 0) throw malformedValue()
  for (let i = 0; i < length / 2; i++) {
    const high = DIGITS[bytes[start + i * 2] ?? 0] ?? 16
    const low = DIGITS[bytes[start + i * 2 + 1] ?? 0] ?? 16
    if (high > 15 || low > 15) throw malformedValue()
    bytes[start + i] = high * 16 + low
  }
  return length / 2
}
