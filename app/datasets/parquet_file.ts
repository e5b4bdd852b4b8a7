import { rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import type { ColumnBatch } from '#connectors/columnar/column_batch'
import { Misfit, valueOutOfRange } from '#connectors/columnar/misfit'
import type { ImportedColumn } from '#connectors/contracts'
import { BatchSender, newBell } from '#datasets/batch_queue'
import type { FileAnswer, FileOrder } from '#datasets/duckdb/parquet_thread'
import { flush } from '#datasets/flush'
import { failureOf, ImportError, notWritten } from '#datasets/import_error'
import type { WrittenFile } from '#datasets/import_order'

/** What a file is called until it is whole. */
export const UNFINISHED = '.part'

/** One file that is being written. */
export class ParquetFile {
  rows = 0
  /** Bytes on the disk when it was last measured. */
  size = 0
  /** Whole, or given up. */
  isOver = false
  readonly #path: string
  readonly #sender: BatchSender
  readonly #answer: Promise<FileAnswer>
  #isAnswered = false

  constructor(
    private readonly folder: string,
    private readonly name: string,
    private readonly columns: ImportedColumn[],
    write: (order: FileOrder) => Promise<FileAnswer>
  ) {
    this.#path = join(folder, name + UNFINISHED)
    const { port1, port2 } = new MessageChannel()
    const bell = newBell()
    this.#sender = new BatchSender(port1, bell)
    this.#answer = write({ path: this.#path, columns, batches: port2, bell }).finally(() => {
      this.#isAnswered = true
      this.#sender.close()
    })
  }

  /** Resolves when there is room for the next one. @throws ImportError when nothing more can be written */
  async write(batch: ColumnBatch): Promise<void> {
    if (this.#isAnswered) throw this.#failure(await this.#answer)
    this.rows += batch.rows
    await this.#sender.send(batch)
  }

  /** Bytes on the disk so far. */
  async measure(): Promise<number> {
    const found = await stat(this.#path).catch(() => null)
    if (found) this.size = found.size
    return this.size
  }

  /** Makes it whole: flushed, and under its name. @throws ImportError */
  async finish(): Promise<WrittenFile> {
    this.#sender.end('end')
    this.isOver = true
    const answer = await this.#answer
    if (answer.kind !== 'written') throw this.#failure(answer)
    try {
      await flush(this.#path)
      const bytes = await this.measure()
      await rename(this.#path, join(this.folder, this.name))
      await flush(this.folder)
      return { name: this.name, rows: this.rows, bytes }
    } catch (error) {
      throw notWritten(error)
    }
  }

  /** Stops, and leaves nothing of it. */
  async abandon(): Promise<void> {
    this.isOver = true
    if (!this.#isAnswered) this.#sender.end('abandon')
    await this.#answer
    for (const name of [this.#path, join(this.folder, this.name)]) await rm(name, { force: true })
  }

  #failure(answer: FileAnswer): ImportError {
    if (answer.kind !== 'unfit') return notWritten(answer.kind === 'failed' ? answer.message : '')
    const column = this.columns[answer.column]?.name ?? ''
    const misfit = new Misfit('a number with more digits than its type')
    return new ImportError(failureOf(valueOutOfRange(column, misfit)))
  }
}
