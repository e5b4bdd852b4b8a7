import type { ColumnWriter } from '#connectors/columnar/column_writers'
import type { FixedWriter } from '#connectors/columnar/fixed_writer'
import { malformedValue } from '#connectors/columnar/fields'
import { Misfit } from '#connectors/columnar/misfit'
import type { VariableWriter } from '#connectors/columnar/variable_writer'
import { shortestFloat } from '#connectors/oracle/shortest_float'

/** A value as it came of the driver, or as it was read by its locator. */
export type ImportedValue = string | number | Buffer

/** How the values of a column are written, by a writer of the type that it was planned for. */
export interface WritesValues {
  /**
   * Writes one value that is not NULL.
   *
   * @throws Misfit for a value that the dataset's type cannot hold
   */
  write(value: ImportedValue, writer: ColumnWriter, row: number): void
}

export function asText(value: ImportedValue, writer: VariableWriter, row: number) {
  // Texts that were read by a locator are in UTF-8 already.
  if (Buffer.isBuffer(value)) return writer.bytes(row, value)
  const text = String(value)
  // Half of a pair, which UTF-16 can hold: nothing else could be written in its place.
  if (!text.isWellFormed()) throw new Misfit('text that is not Unicode')
  writer.text(row, text)
}

/** What the driver makes of infinity: no number has more than 126 digits before its point. */
const INFINITE = /^(10{126}|-1e126)$/

/** The driver leaves out the zero before the point. */
export function asNumberText(value: string, writer: VariableWriter, row: number) {
  if (INFINITE.test(value)) throw new Misfit('an infinite number')
  writer.text(row, String(value).replace(/^(-?)\./, '$10.'))
}

/** A blank stands where a year before the common era has its sign, and a point where there are no places. */
export function asTrimmedText(value: string, writer: VariableWriter, row: number) {
  writer.text(row, value.trim().replace(/\.(?=$| )/, ''))
}

export function asFloatText(value: number, writer: VariableWriter, row: number) {
  writer.text(row, String(shortestFloat(value)))
}

export function asBooleanText(value: string, writer: VariableWriter, row: number) {
  writer.text(row, value === '1' ? 'TRUE' : 'FALSE')
}

export function asHex(value: Buffer, writer: VariableWriter, row: number) {
  writer.text(row, value.toString('hex').toUpperCase())
}

export function asBytes(value: Buffer, writer: VariableWriter, row: number) {
  if (!Buffer.isBuffer(value)) throw malformedValue()
  writer.bytes(row, value)
}

export function asBoolean(value: string, writer: FixedWriter, row: number) {
  writer.int8(row, value === '1' ? 1 : 0)
}

export function asFloat(value: number, writer: FixedWriter, row: number) {
  writer.float(row, value)
}

export function asDouble(value: number | string, writer: FixedWriter, row: number) {
  writer.double(row, Number(value))
}
