import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { ImportedColumn } from '#connectors/contracts'
import type { FileAnswer, FileOrder, ThreadData } from '#datasets/duckdb/parquet_thread'
import { ParquetFile } from '#datasets/parquet_file'

/** Below the folder that is written to. */
const SPILL = '.spill'

/** Writes Parquet files, one after another, on a thread of its own: DuckDB is loaded there and nowhere else. */
export class ParquetWriter {
  readonly #thread: Worker
  readonly #answers: ((answer: FileAnswer) => void)[] = []

  constructor(private readonly folder: string) {
    const workerData: ThreadData = { folder: `${folder}/`, spill: join(folder, SPILL) }
    this.#thread = new Worker(threadEntry(), { workerData })
    this.#thread.on('message', (answer: FileAnswer) => this.#answers.shift()?.(answer))
    this.#thread.on('error', ({ message }) => this.#fail(message))
    this.#thread.on('exit', () => this.#fail('The thread that writes ended'))
    // Whoever waits for a file keeps the process alive.
    this.#thread.unref()
  }

  /** Begins a file; it has its name when it is whole. */
  begin(name: string, columns: ImportedColumn[]): ParquetFile {
    return new ParquetFile(this.folder, name, columns, (order) => this.#ask(order))
  }

  async close(): Promise<void> {
    await this.#thread.terminate()
  }

  #ask(order: FileOrder): Promise<FileAnswer> {
    return new Promise((resolve) => {
      this.#answers.push(resolve)
      this.#thread.ref()
      this.#thread.postMessage(order, [order.batches])
    }).finally(() => this.#thread.unref()) as Promise<FileAnswer>
  }

  #fail(message: string) {
    for (const answer of this.#answers.splice(0)) answer({ kind: 'failed', message })
  }
}

/** The TypeScript source in development and tests, and what was built of it in production. */
function threadEntry(): URL {
  const isSource = import.meta.url.endsWith('.ts')
  return new URL(`./duckdb/parquet_thread.${isSource ? 'ts' : 'js'}`, import.meta.url)
}
