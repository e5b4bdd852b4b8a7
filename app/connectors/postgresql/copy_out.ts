import type { Submittable } from 'pg'
import { BatchQueue } from '#connectors/columnar/batch_queue'
import type { ColumnBatch } from '#connectors/columnar/column_batch'
import type { FieldDecoder } from '#connectors/columnar/fields'
import { ConnectorError } from '#connectors/connector_error'
import type { ImportedColumn } from '#connectors/contracts'
import { cancelStatement } from '#connectors/postgresql/cancel'
import { CopyDecoder } from '#connectors/postgresql/copy_decoder'
import type { CopySink } from '#connectors/postgresql/message_guard'
import type { PostgresqlSession } from '#connectors/postgresql/session'

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
  const queue = new BatchQueue(session.connection)
  session.client.query(new CopyOut(session, query, columns, decoders, queue))
  try {
    for (let batch = await queue.next(); batch; batch = await queue.next()) yield batch
  } finally {
    if (!queue.hasEnded) await stop(session, queue)
  }
}

/** Resolves when the server has stopped. */
async function stop({ client, connection, opening }: PostgresqlSession, queue: BatchQueue) {
  try {
    await Promise.all([cancelStatement(client, opening), queue.drained()])
  } catch (error) {
    opening.lost()
    connection.breakOff(error as Error)
  }
}

/** One COPY, as the driver runs it. */
class CopyOut implements Submittable, CopySink {
  readonly #decoder: CopyDecoder

  constructor(
    private readonly session: PostgresqlSession,
    private readonly query: string,
    columns: readonly ImportedColumn[],
    decoders: readonly FieldDecoder[],
    private readonly queue: BatchQueue
  ) {
    this.#decoder = new CopyDecoder(columns, decoders, (batch) => queue.add(batch))
  }

  message(data: Buffer, start: number, end: number) {
    if (this.queue.isOver) return
    try {
      this.#decoder.message(data, start, end)
    } catch (error) {
      this.#refuse(error)
    }
  }

  flush() {
    if (this.queue.isOver) return
    try {
      this.#decoder.flush()
    } catch (error) {
      this.#refuse(error)
    }
  }

  tooLarge(bytes: number) {
    const message = `A row of the table takes ${Math.floor(bytes / 1024 / 1024)} MB, which is more than can be imported.`
    const hint = 'Leave out the column that holds such large values.'
    this.queue.fail(new ConnectorError('value_out_of_range', message, { hint }))
  }

  /** What the driver calls, here and below. */
  submit() {
    const { connection } = this.session
    connection.copyTo(this)
    connection.query(`copy (${this.query}) to stdout (format binary)`)
  }

  handleCommandComplete() {
    if (!this.queue.isOver) this.#finish()
    this.#end()
  }

  handleReadyForQuery() {
    if (!this.queue.hasEnded) this.session.connection.breakOff(wrongProtocol())
    this.handleError(wrongProtocol())
  }

  handleError(error: unknown) {
    if (this.queue.hasEnded) return
    this.queue.fail(error)
    this.#end()
  }

  handleRowDescription() {
    throw wrongProtocol()
  }

  handleDataRow() {
    throw wrongProtocol()
  }

  handlePortalSuspended() {}

  handleEmptyQuery() {}

  handleCopyInResponse() {
    throw wrongProtocol()
  }

  #finish() {
    try {
      this.#decoder.end()
    } catch (error) {
      this.#refuse(error)
    }
  }

  /** What the protocol does not allow ends the session, a value that does not fit only this copy. */
  #refuse(error: unknown) {
    if (!(error instanceof ConnectorError) || error.code === 'wrong_protocol') throw error
    this.queue.fail(error)
  }

  #end() {
    this.session.connection.copyTo(null)
    this.queue.end()
  }
}

function wrongProtocol(): ConnectorError {
  return new ConnectorError('wrong_protocol')
}
