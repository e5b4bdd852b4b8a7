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

/** The server sent what is no value of the type that it announced. */
export function malformedValue(): ConnectorError {
  return new ConnectorError('wrong_protocol')
}
