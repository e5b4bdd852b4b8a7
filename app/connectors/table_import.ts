import { abortable, DeadlinePassed, withDeadline } from '#connectors/abortable'
import type { TableStructure } from '#connectors/base_connector_service'
import type { ColumnBatch } from '#connectors/columnar/column_batch'
import { ConnectorError } from '#connectors/connector_error'
import type { ImportedColumn, ImportRequest, TableConsumer, TableRef } from '#connectors/contracts'
import { ProbeRecorder } from '#connectors/probe_recorder'
import { type Selection, selectionOf } from '#connectors/selection'
import type { HeldSession, SessionLifecycle } from '#connectors/session_lifecycle'

/** How an engine hands over the rows of a table. */
export interface RowStream {
  columns: ImportedColumn[]
  /** One without rows is a sign of life: it goes no further. */
  batches: AsyncIterable<ColumnBatch>
}

/** What an engine does of an import. */
interface ImportHooks<Session, Structure extends TableStructure> {
  begin(session: Session): Promise<void>
  structure(session: Session, table: TableRef): Promise<Structure | null>
  rows(
    session: Session,
    structure: Structure,
    selection: Selection<Structure['columns'][number]>
  ): Promise<RowStream>
  explain(error: unknown): ConnectorError
}

/** Reads tables whole, one after another, on one session: see `Connector.importTables`. */
export class TableImport<Session, Structure extends TableStructure> {
  readonly #end = new AbortController()

  constructor(
    private readonly sessions: SessionLifecycle<Session>,
    private readonly hooks: ImportHooks<Session, Structure>,
    /** Milliseconds without a batch after which the target counts as hanging. */
    private readonly silence: number
  ) {}

  async run(
    requests: readonly ImportRequest[],
    consumer: TableConsumer,
    signals: readonly AbortSignal[]
  ): Promise<void> {
    const signal = AbortSignal.any([...signals, this.#end.signal])
    try {
      const held = await this.sessions.open(new ProbeRecorder([]), signal, { imports: true })
      try {
        await this.sessions.run(held, signal, (session) =>
          this.#orEnd(async () => within(this.hooks.begin(session), this.silence))
        )
        for (const [index, request] of requests.entries()) {
          await this.#importTable(held, index, request, consumer, signal)
        }
      } finally {
        await this.sessions.close(held)
      }
    } catch (error) {
      for (const { aborted, reason } of signals) if (aborted) throw reason
      throw error instanceof FailedToTake ? error.cause : this.hooks.explain(error)
    }
  }

  async #importTable(
    held: HeldSession<Session>,
    index: number,
    request: ImportRequest,
    consumer: TableConsumer,
    signal: AbortSignal
  ): Promise<void> {
    try {
      await this.sessions.run(held, signal, (session) =>
        this.#readTable(session, index, request, consumer)
      )
    } catch (error) {
      if (signal.aborted || held.opening.isLost) throw error
      await consumer.fail(index, this.hooks.explain(error))
    }
  }

  async #readTable(
    session: Session,
    index: number,
    request: ImportRequest,
    consumer: TableConsumer
  ): Promise<void> {
    await this.#orEnd(async () => {
      const structure = await within(this.hooks.structure(session, request.table), this.silence)
      if (!structure) throw notListed(request.table)
      const selection = selectionOf(structure, request)
      const rows = await within(this.hooks.rows(session, structure, selection), this.silence)
      await handOver(consumer, index, { ...rows, rowEstimate: structure.rowEstimate }, this.silence)
    })
  }

  /** Some failures are not those of one table alone; then the target must be told to stop as well. */
  async #orEnd(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (error instanceof FailedToTake || error instanceof DeadlinePassed) this.#end.abort(error)
      throw error
    }
  }
}

export function notListed({ name }: TableRef): ConnectorError {
  return new ConnectorError('table_not_found', `There is no table ${name} here.`)
}

/** Whoever imports could not take what the target sent. */
class FailedToTake extends Error {
  constructor(cause: unknown) {
    super('The rows could not be taken', { cause })
  }
}

/**
 * Gives a table's rows to whoever imports them, and tells whose failure it was when that goes wrong.
 *
 * @throws FailedToTake around what `consumer` throws of its own; DeadlinePassed after `silence` without a batch; else
 * what reading throws
 */
async function handOver(
  consumer: TableConsumer,
  index: number,
  stream: RowStream & { rowEstimate: number | null },
  silence: number
): Promise<void> {
  const reading: { failure?: { error: unknown } } = {}
  async function* batches(): AsyncGenerator<ColumnBatch, void> {
    try {
      for await (const batch of withoutSilence(stream.batches, silence)) {
        if (batch.rows > 0) yield batch
      }
    } catch (error) {
      reading.failure = { error }
      throw error
    }
  }
  const handed = batches()
  try {
    await consumer.take(index, { ...stream, batches: handed })
  } catch (error) {
    throw reading.failure ? reading.failure.error : new FailedToTake(error)
  }
  // Whoever has enough may have left it where it was: the session is free for the next table when this is done.
  await handed.return()
  if (reading.failure) throw reading.failure.error
}

async function* withoutSilence<T>(items: AsyncIterable<T>, ms: number): AsyncGenerator<T, void> {
  const iterator = items[Symbol.asyncIterator]()
  let isDone = false
  try {
    for (;;) {
      const next = await within(iterator.next(), ms)
      isDone = next.done === true
      if (next.done) return
      yield next.value
    }
  } catch (error) {
    // Whoever hangs, or has failed, does not come back to say goodbye.
    isDone = true
    throw error
  } finally {
    if (!isDone) await within(Promise.resolve(iterator.return?.()), ms)
  }
}

/** @throws DeadlinePassed when it takes longer than `ms` */
function within<T>(work: Promise<T>, ms: number): Promise<T> {
  return withDeadline('work', ms, [], (signal) => abortable(work, signal))
}
