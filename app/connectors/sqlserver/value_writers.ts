import type { ColumnWriter } from '#connectors/columnar/column_writers'
import type { FieldDecoder, Fields } from '#connectors/columnar/fields'
import type { FixedWriter } from '#connectors/columnar/fixed_writer'
import { Misfit } from '#connectors/columnar/misfit'
import type { VariableWriter } from '#connectors/columnar/variable_writer'
import type { Value } from '#connectors/sqlserver/session'

/** Bytes up to which a value is imported; the session lets a little more come (`driver_options.ts`). */
export const MOST_BYTES = 64 * 1024 * 1024

/** Writes one value of a column, as the driver read it; @throws Misfit */
export interface ValueWriter {
  write(value: Exclude<Value, null>, writer: ColumnWriter, row: number): void
}

export const asBoolean: ValueWriter = {
  write: (value, writer: FixedWriter, row) => writer.int8(row, value ? 1 : 0),
}

/** Integers of 64 bits come as digits. */
export const asInteger: ValueWriter = {
  write(value, writer: FixedWriter, row) {
    if (typeof value === 'number') writer.safeInteger(row, value)
    else writer.bigint64(row, BigInt(String(value)))
  },
}

export const asDouble: ValueWriter = {
  write: (value, writer: FixedWriter, row) => writer.double(row, Number(value)),
}

export const asFloat: ValueWriter = {
  write: (value, writer: FixedWriter, row) => writer.float(row, Number(value)),
}

/** The server lets anything be UTF-16, half a character too; UTF-8 has no way to say that. */
export const asText: ValueWriter = {
  write(value, writer: VariableWriter, row) {
    const text = String(value)
    if (text.length * 2 > MOST_BYTES) throw new Misfit('a value of more than 64 MB')
    if (!text.isWellFormed()) throw new Misfit('text that is not Unicode')
    writer.text(row, text)
  },
}

export const asBytes: ValueWriter = {
  write: (value, writer: VariableWriter, row) => writer.bytes(row, bytesOf(value)),
}

/** Bytes as the server spells them. */
export const asHex: ValueWriter = {
  write(value, writer: VariableWriter, row) {
    const bytes = bytesOf(value)
    // Two digits each.
    if (bytes.length * 2 > MOST_BYTES) throw new Misfit('a value of more than 64 MB')
    writer.text(row, `0x${bytes.toString('hex').toUpperCase()}`)
  },
}

export const asBit: ValueWriter = {
  write: (value, writer: VariableWriter, row) => writer.text(row, value ? '1' : '0'),
}

/** Of what is a number or a time. */
const MOST_CHARACTERS = 64

/** A value that the server spelled. */
export class SpelledWriter implements ValueWriter {
  readonly #fields: Fields = {
    bytes: Buffer.alloc(MOST_CHARACTERS),
    view: new DataView(new ArrayBuffer(0)),
    starts: new Int32Array(1),
    lengths: new Int32Array(1),
    from: 0,
    count: 1,
  }

  constructor(private readonly decoder: FieldDecoder) {}

  write(value: Exclude<Value, null>, writer: ColumnWriter, row: number) {
    this.#fields.lengths[0] = this.#fields.bytes.write(String(value), 'latin1')
    this.decoder.decode(this.#fields, writer, row)
  }
}

function bytesOf(value: Value): Buffer {
  if (!Buffer.isBuffer(value)) throw new Misfit('what are no bytes')
  if (value.length > MOST_BYTES) throw new Misfit('a value of more than 64 MB')
  return value
}
