import { ConnectorError } from '#connectors/connector_error'

/** Bytes that are looked at together. */
const USUAL = 1024 * 1024

/** Bytes that one row may take. */
const MOST = 64 * 1024 * 1024

/** Gathers what comes in small pieces until it is worth looking at: rows that have begun wait for their end. */
export class RowWindow {
  #pieces: Buffer[] = []
  #size = 0
  #wanted = USUAL

  /** True once there is enough. */
  add(piece: Buffer): boolean {
    this.#pieces.push(piece)
    this.#size += piece.length
    return this.#size >= this.#wanted
  }

  /** All that was gathered, in memory of its own. */
  take(): Buffer {
    const bytes = Buffer.concat(this.#pieces, this.#size)
    this.#pieces = []
    this.#size = 0
    return bytes
  }

  /**
   * Puts back a row without its end. It is looked at again when there is twice as much, so that no row costs more than
   * a few times its length.
   *
   * @throws ConnectorError `value_out_of_range` when it is longer than any may be
   */
  putBack(rest: Buffer) {
    if (rest.length > MOST) throw tooLarge()
    if (rest.length > 0) this.#pieces.push(rest)
    this.#size = rest.length
    this.#wanted = Math.min(Math.max(USUAL, rest.length * 2), MOST + USUAL)
  }
}

function tooLarge(): ConnectorError {
  return new ConnectorError(
    'value_out_of_range',
    'A row of the table takes more than 64 MB, which is more than can be imported.',
    { hint: 'Leave out the column that holds such large values.' }
  )
}
