import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { type DuckDBConnection, DuckDBTableFunction } from '@duckdb/node-api'
import type { ImportedColumn } from '#connectors/contracts'
import { BatchReceiver } from '#datasets/batch_queue'
import { ChunkFiller } from '#datasets/duckdb/chunk_filler'
import { openConfined } from '#datasets/duckdb/confined'
import { copyToParquet } from '#datasets/duckdb/sql'
import { TooManyDigits } from '#datasets/duckdb/too_many_digits'
import { duckdbType } from '#datasets/duckdb/types'

export interface ThreadData {
  /** Where it may write. */
  folder: string
  /** Where it puts what does not fit into its memory, below `folder`. */
  spill: string
}

/** One file, of one table. */
export interface FileOrder {
  path: string
  columns: ImportedColumn[]
  batches: MessagePort
  bell: SharedArrayBuffer
}

export type FileAnswer =
  | { kind: 'written' }
  /** `column` is the number of the one that has a value with too many digits. */
  | { kind: 'unfit'; column: number }
  | { kind: 'failed'; message: string }

/** The file that is being written. */
interface Scan {
  receiver: BatchReceiver
  filler: ChunkFiller
  columns: ImportedColumn[]
  unfit: TooManyDigits | null
}

/** Rows under way are bounded by a row group of 64 MB, and what it takes to compress one. */
const MEMORY = '384MB'

/**
 * The thread that writes: DuckDB asks `batches()` for rows on this thread, which waits until the connector's thread has
 * some, so that one COPY takes a whole table in bounded memory.
 */
const { folder, spill } = workerData as ThreadData
let scan: Scan | null = null
const opening = open()

parentPort?.on('message', (order: FileOrder) => {
  void write(order).then((answer) => parentPort?.postMessage(answer))
})

async function open(): Promise<DuckDBConnection> {
  const { connection } = await openConfined({ folders: [folder], spill, memory: MEMORY })
  connection.registerTableFunction(batches())
  return connection
}

async function write({ path, columns, batches: port, bell }: FileOrder): Promise<FileAnswer> {
  const receiver = new BatchReceiver(port, bell)
  const filler = new ChunkFiller(columns.map(({ type }) => type))
  const current: Scan = { receiver, filler, columns, unfit: null }
  scan = current
  try {
    const connection = await opening
    await connection.run(copyToParquet('FROM batches()', path))
    return { kind: 'written' }
  } catch (error) {
    const { unfit } = current
    if (unfit) return { kind: 'unfit', column: unfit.column }
    return { kind: 'failed', message: String((error as Error).message) }
  } finally {
    port.close()
  }
}

function batches(): DuckDBTableFunction {
  return DuckDBTableFunction.create({
    name: 'batches',
    bindFunction(info) {
      for (const { name, type } of scan?.columns ?? []) info.addResultColumn(name, duckdbType(type))
    },
    initFunction(info) {
      info.setMaxThreads(1)
    },
    mainFunction(info, output) {
      try {
        const parcel = scan?.receiver.next() ?? 'abandon'
        if (parcel === 'abandon') info.setError('abandoned')
        else if (parcel === 'end') output.rowCount = 0
        else scan?.filler.fill(output.chunk, parcel)
      } catch (error) {
        if (scan && error instanceof TooManyDigits) scan.unfit = error
        info.setError(String((error as Error).message))
      }
    },
  })
}
