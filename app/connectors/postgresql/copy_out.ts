import type { Submittable } from 'pg'
import type { ColumnBatch } from '#connectors/columnar/column_batch'
import { ConnectorError } from '#connectors/connector_error'
import type { ImportedColumn } from '#connectors/contracts'
import { cancelStatement } from '#connectors/postgresql/cancel'
import { CopyDecoder } from '#connectors/postgresql/copy_decoder'
import type { FieldDecoder } from '#connectors/postgresql/field_decoders'
import type { CopySink } from '#connectors/postgresql/message_guard'
import type { PostgresqlSession } from '#connectors/postgresql/session'

/** Batches that may wait for whoever takes them, before the server has to. */
const MOST_WAITING = 4

/**
 * Copies the rows of a query out, in batches. However it ends, the session can run the next statement then, or is
 * lost.
 */
export async function* copyOut(
  session: PostgresqlSession,
  query: string,
  columns: readonly ImportedColumn[],
  decoders: readonly FieldDecoder[]
): AsyncGenerator<ColumnBatch, void> {
  const copy = new CopyOut(session, query, columns, decoders)
  session.client.query(copy)
  try {
    for (let batch = await copy.next(); batch; batch = await copy.next()) yield batch
  } finally {
    await copy.stop()
  }
}

/** One COPY, as the driver runs it. */
class CopyOut implements Submittable, CopySink {
  readonly #waiting: ColumnBatch[] = []
  readonly #decoder: CopyDecoder
  readonly #ended = Promise.withResolvers<void>()
  #hasEnded = false
  #failure: { error: unknown } | null = null
  /** Nobody wants the rows that still come. */
  #isOver = false
  #wake = () => {}

  constructor(
    private readonly session: PostgresqlSession,
    private readonly query: string,
    columns: readonly ImportedColumn[],
    decoders: readonly FieldDecoder[]
  ) {
    this.#decoder = new CopyDecoder(columns, decoders, (batch) => this.#add(batch))
  }

  /** @throws what ended the copy before its end */
  async next(): Promise<ColumnBatch | null> {
    for (;;) {
      const batch = this.#waiting.shift()
      if (batch) {
        if (this.#waiting.length < MOST_WAITING) this.session.connection.resume()
        return batch
      }
      if (this.#failure) throw this.#failure.error
      if (this.#hasEnded) return null
      await new Promise<void>((resolve) => (this.#wake = resolve))
    }
  }

  /** Resolves when the server has stopped. */
  async stop(): Promise<void> {
    if (this.#hasEnded) return
    const { client, connection, opening } = this.session
    this.#isOver = true
    connection.resume()
    try {
      await Promise.all([cancelStatement(client, opening), this.#ended.promise])
    } catch (error) {
      opening.lost()
      connection.breakOff(error as Error)
    }
  }

  message(data: Buffer, start: number, end: number) {
    if (this.#isOver) return
    try {
      this.#decoder.message(data, start, end)
    } catch (error) {
      this.#refuse(error)
    }
  }

  flush() {
    if (this.#isOver) return
    try {
      this.#decoder.flush()
    } catch (error) {
      this.#refuse(error)
    }
  }

  tooLarge(bytes: number) {
    const message = `A row of the table takes ${Math.floor(bytes / 1024 / 1024)} MB, which is more than can be imported.`
    const hint = 'Leave out the column that holds such large values.'
    this.#fail(new ConnectorError('value_out_of_range', message, { hint }))
  }

  /** What the driver calls, here and below. */
  submit() {
    const { connection } = this.session
    connection.copyTo(this)
    connection.query(`copy (${this.query}) to stdout (format binary)`)
  }

  handleCommandComplete() {
    if (!this.#isOver) this.#decoder.end()
    this.#end()
  }

  handleReadyForQuery() {
    if (!this.#hasEnded) this.session.connection.breakOff(new ConnectorError('wrong_protocol'))
    this.handleError(new ConnectorError('wrong_protocol'))
  }

  handleError(error: unknown) {
    if (this.#hasEnded) return
    this.#fail(error)
    this.#end()
  }

  handleRowDescription() {
    throw new ConnectorError('wrong_protocol')
  }

  handleDataRow() {
    throw new ConnectorError('wrong_protocol')
  }

  handlePortalSuspended() {}

  handleEmptyQuery() {}

  handleCopyInResponse() {
    throw new ConnectorError('wrong_protocol')
  }

  #add(batch: ColumnBatch) {
    this.#waiting.push(batch)
    if (this.#waiting.length >= MOST_WAITING) this.session.connection.pause()
    this.#wake()
  }

  /** What the protocol does not allow ends the session, a value that does not fit only this copy. */
  #refuse(error: unknown) {
    if (!(error instanceof ConnectorError) || error.code === 'wrong_protocol') throw error
    this.#fail(error)
  }

  /** The first failure counts. */
  #fail(error: unknown) {
    this.#failure ??= { error }
    this.#isOver = true
    this.#wake()
  }

  #end() {
    this.#hasEnded = true
    this.#isOver = true
    this.session.connection.copyTo(null)
    this.#ended.resolve()
    this.#wake()
  }
}
