import { performance } from 'node:perf_hooks'
import { ahead } from '#vault/rotation/ahead'
import { boundedTransaction } from '#vault/rotation/bounded_transaction'
import type { Checkpoint } from '#vault/rotation/checkpoint'
import type { Lease } from '#vault/rotation/lease'
import type { Resealer, Resealed, Unreadable } from '#vault/rotation/resealer'
import { retryTransient } from '#vault/rotation/retry_transient'
import { sealedRows, type Cursor, type SealedRow } from '#vault/rotation/sealed_rows'
import { swapTokens, type Swap } from '#vault/rotation/swap_tokens'
import { sealedColumns, type SealedColumn } from '#vault/sealed_columns'

/** Batches whose keys are derived while another is sealed and written: enough to keep every derivation slot busy. */
const AHEAD = 4

export interface PassContext {
  masterKeyId: string
  tenantId?: string
  batchSize: number
  resealer: Resealer
  /** What makes the pass write. Without it, rows are only opened. */
  writing: { lease: Lease; checkpoint: Checkpoint } | null
  signal: AbortSignal
  /** Throws when the rotation may not go on. */
  guard(): Promise<void>
  /** Rows of a batch that are done, whatever became of them. */
  onDone(rows: number): void | Promise<void>
}

export interface PassResult {
  resealed: number
  /** Rows that somebody else changed between our reading and our writing. */
  missed: number
  unreadable: Unreadable[]
  stopped: boolean
  /** Milliseconds in which there was nothing to do but to wait for a key. */
  waited: number
}

interface Batch {
  rows: SealedRow[]
  prepared: Promise<() => Resealed>
}

/** Goes once through everything that is not sealed under the active master key. */
export async function rotationPass(
  context: PassContext,
  start: (Cursor & { table: string }) | null = null
): Promise<PassResult> {
  const result = { resealed: 0, missed: 0, unreadable: [], stopped: false, waited: 0 }
  const first = sealedColumns.findIndex(({ table }) => table === start?.table)
  for (const column of sealedColumns.slice(Math.max(first, 0))) {
    await columnPass(context, column, column.table === start?.table ? start : null, result)
    if (result.stopped) break
  }
  return result
}

/** While one batch is being written, the next one is sealed already. */
async function columnPass(
  context: PassContext,
  column: SealedColumn,
  after: Cursor | null,
  result: PassResult
): Promise<void> {
  const { tenantId, batchSize, masterKeyId, signal } = context
  const source = sealedRows(column, { tenantId, batchSize, notUnder: masterKeyId, after })
  let underWay: Promise<void> = Promise.resolve()
  try {
    for await (const { rows, prepared } of ahead(source, AHEAD, (batch) => begin(batch, context))) {
      const reseal = await unlessStopped(timed(prepared, result), signal)
      const resealed = reseal?.()
      await underWay
      if (!resealed || signal.aborted) {
        result.stopped = true
        break
      }
      underWay = settle(context, column, rows, resealed, result)
      underWay.catch(() => {})
    }
  } finally {
    await underWay
  }
}

/** Writes what was resealed, and counts what became of it. */
async function settle(
  context: PassContext,
  column: SealedColumn,
  rows: SealedRow[],
  { swaps, unreadable }: Resealed,
  result: PassResult
): Promise<void> {
  const last = rows.at(-1)
  if (context.writing && last) {
    await context.guard()
    const swapped = await write(context, column, swaps, last)
    result.resealed += swapped
    result.missed += swaps.length - swapped
  }
  result.unreadable.push(...unreadable)
  await context.onDone(rows.length)
}

function begin(rows: SealedRow[], { resealer, writing }: PassContext): Batch {
  const prepared = resealer.prepare(rows, { sealing: writing !== null })
  // Whoever comes to it hears of a failure; a pass that ends before does not come to it.
  prepared.catch(() => {})
  return { rows, prepared }
}

async function timed<T>(promise: Promise<T>, result: PassResult): Promise<T> {
  const started = performance.now()
  try {
    return await promise
  } finally {
    result.waited += performance.now() - started
  }
}

/** Null as soon as the pass is to stop: deriving the keys of a batch can take many seconds. */
async function unlessStopped<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | null> {
  if (signal.aborted) return null
  const { promise: stopped, resolve } = Promise.withResolvers<null>()
  const stop = () => resolve(null)
  signal.addEventListener('abort', stop)
  try {
    return await Promise.race([promise, stopped])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/** Sealed columns and cursor move together, and only while the lease is ours. */
function write(
  { writing, masterKeyId }: PassContext,
  column: SealedColumn,
  swaps: Swap[],
  last: SealedRow
): Promise<number> {
  if (!writing) throw new TypeError('This pass does not write')
  const { lease, checkpoint } = writing
  return retryTransient(() =>
    boundedTransaction(async (client) => {
      await lease.renew(client)
      const swapped = await swapTokens(client, column, swaps, masterKeyId)
      await checkpoint.advance(last, swapped, client)
      return swapped
    })
  )
}
