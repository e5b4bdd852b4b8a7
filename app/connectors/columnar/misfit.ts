import { ConnectorError } from '#connectors/connector_error'
import { printable } from '#connectors/whereabouts'

/** A value that its column's type cannot hold; `what` it is, such as `an infinite date`, without the value itself. */
export class Misfit extends Error {
  constructor(readonly what: string) {
    super(`A value does not fit: ${what}`)
  }
}

/** What a Misfit in this column is told as. */
export function valueOutOfRange(column: string, { what }: Misfit): ConnectorError {
  return new ConnectorError(
    'value_out_of_range',
    `The column ${printable(column) ?? 'without a name'} holds ${what}, which does not fit the dataset.`,
    { column }
  )
}
