import type { ColumnWriter } from '#connectors/columnar/column_writers'
import { ConnectorError } from '#connectors/connector_error'

/** Values of one column, as they lie in what the server sent: value `i` is at `from + i` of the lists. */
export interface Fields {
  bytes: Buffer
  /** Of the same bytes. */
  view: DataView
  starts: Int32Array
  /** -1 for NULL. */
  lengths: Int32Array
  from: number
  count: number
}

/**
 * Writes the values of one column, from row `first` on. Each has a loop of its own: what it calls is then known
 * beforehand, and compiled into it.
 *
 * @throws Misfit for a value that the dataset's type cannot hold
 */
export interface FieldDecoder {
  decode(fields: Fields, writer: ColumnWriter, first: number): void
}

/** The server sent what is no value of the type that it announced. */
export function malformedValue(): ConnectorError {
  return new ConnectorError('wrong_protocol')
}
