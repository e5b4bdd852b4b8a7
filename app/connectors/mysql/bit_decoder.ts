import { type FieldDecoder, type Fields, malformedValue } from '#connectors/columnar/fields'
import type { FixedWriter } from '#connectors/columnar/fixed_writer'
import type { VariableWriter } from '#connectors/columnar/variable_writer'

/** Of a `bit(1)`. */
export const bitAsBoolean: FieldDecoder = {
  decode({ bytes, starts, lengths, from, count }: Fields, writer: FixedWriter, first: number) {
    for (let i = 0; i < count; i++) {
      const length = lengths[from + i] ?? 0
      if (length === 1) writer.int8(first + i, (bytes[starts[from + i] ?? 0] ?? 0) & 1)
      else if (length === -1) writer.null(first + i)
      else throw malformedValue()
    }
  },
}

/** The digits of a `bit(n)`, the way they are written in SQL: b'00101'. */
export class BitDecoder implements FieldDecoder {
  constructor(private readonly bits: number) {}

  decode(
    { bytes, starts, lengths, from, count }: Fields,
    writer: VariableWriter,
    first: number
  ): void {
    for (let i = 0; i < count; i++) {
      const length = lengths[from + i] ?? 0
      const start = starts[from + i] ?? 0
      if (length === -1) writer.null(first + i)
      else if (length > 8) throw malformedValue()
      else writer.text(first + i, this.#digits(bytes.subarray(start, start + length)))
    }
  }

  #digits(value: Buffer): string {
    return Array.from(value, (byte) => byte.toString(2).padStart(8, '0'))
      .join('')
      .slice(-this.bits)
  }
}
