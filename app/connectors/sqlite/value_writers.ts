import type { ColumnType } from '#connectors/columnar/column_type'
import type { ColumnWriter } from '#connectors/columnar/column_writers'
import { type FieldDecoder, type Fields } from '#connectors/columnar/fields'
import type { FixedWriter } from '#connectors/columnar/fixed_writer'
import { Misfit } from '#connectors/columnar/misfit'
import { TextDecimalDecoder, textDate, textTimestamp } from '#connectors/columnar/text_decoders'
import type { VariableWriter } from '#connectors/columnar/variable_writer'

/** SQLite types values, not columns: integers come as bigint, reals as number. */
export type Value = bigint | number | string | Buffer

/** Writes one value of a column; @throws Misfit */
export interface ValueWriter {
  write(value: Value, writer: ColumnWriter, row: number): void
}

/** For a column that has become this type. */
export function valueWriterFor(type: ColumnType): ValueWriter {
  if (type.name === 'decimal') return new DecimalWriter(type.precision, type.scale)
  return WRITERS[type.name] ?? asAnything
}

const asInteger: ValueWriter = {
  write(value: Value, writer: FixedWriter, row: number) {
    if (typeof value !== 'bigint') throw new Misfit(`${named(value)} among whole numbers`)
    writer.bigint64(row, value)
  },
}

const asReal: ValueWriter = {
  write(value: Value, writer: FixedWriter, row: number) {
    if (typeof value === 'number') return writer.double(row, value)
    if (typeof value !== 'bigint') throw new Misfit(`${named(value)} among numbers`)
    const number = Number(value)
    if (BigInt(number) !== value) throw new Misfit('a whole number that no floating point holds')
    writer.double(row, number)
  },
}

const asBoolean: ValueWriter = {
  write(value: Value, writer: FixedWriter, row: number) {
    if (value !== 0n && value !== 1n) throw new Misfit('a value that is neither 0 nor 1')
    writer.int8(row, Number(value))
  },
}

const asText: ValueWriter = {
  write(value: Value, writer: VariableWriter, row: number) {
    if (typeof value !== 'string') throw new Misfit(`${named(value)} among texts`)
    writer.text(row, value)
  },
}

const asBytes: ValueWriter = {
  write(value: Value, writer: VariableWriter, row: number) {
    if (!Buffer.isBuffer(value)) throw new Misfit(`${named(value)} among bytes`)
    writer.bytes(row, value)
  },
}

/** Bytes as hexadecimal digits; numbers by the shortest spelling that is that number. */
const asAnything: ValueWriter = {
  write(value: Value, writer: VariableWriter, row: number) {
    writer.text(row, Buffer.isBuffer(value) ? value.toString('hex').toUpperCase() : String(value))
  },
}

/** Of what is a date or a decimal. */
const MOST_CHARACTERS = 64

/** A value that is spelled first. */
class SpelledWriter implements ValueWriter {
  readonly #fields: Fields = {
    bytes: Buffer.alloc(MOST_CHARACTERS),
    view: new DataView(new ArrayBuffer(0)),
    starts: new Int32Array(1),
    lengths: new Int32Array(1),
    from: 0,
    count: 1,
  }

  constructor(
    private readonly decoder: FieldDecoder,
    private readonly spelling: RegExp,
    private readonly what: string
  ) {}

  write(value: Value, writer: ColumnWriter, row: number) {
    const text = Buffer.isBuffer(value) ? '' : String(value)
    if (text.length > MOST_CHARACTERS || !this.spelling.test(text)) throw new Misfit(this.what)
    this.#fields.lengths[0] = this.#fields.bytes.write(text, 'latin1')
    this.decoder.decode(this.#fields, writer, row)
  }
}

class DecimalWriter extends SpelledWriter {
  constructor(precision: number, scale: number) {
    super(new TextDecimalDecoder(precision, scale), /^-?\d+(\.\d+)?$/, 'a value that is no decimal')
  }
}

const WRITERS: Record<string, ValueWriter | undefined> = {
  int64: asInteger,
  double: asReal,
  boolean: asBoolean,
  json: asText,
  blob: asBytes,
  date: new SpelledWriter(textDate, /^\d{4}-\d\d-\d\d$/, 'a value that is no date'),
  timestamp: new SpelledWriter(
    textTimestamp,
    /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d{1,6})?$/,
    'a value that is no date with a time'
  ),
}

/** For columns that declare texts, rather than those that are kept as text. */
export const textWriter = asText

function named(value: Value): string {
  if (typeof value === 'string') return 'a text'
  if (typeof value === 'bigint') return 'a whole number'
  return typeof value === 'number' ? 'a number' : 'bytes'
}
