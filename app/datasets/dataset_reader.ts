import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { abortable } from '#connectors/abortable'
import { startOwnProcess } from '#datasets/own_process'
import { UNFINISHED } from '#datasets/parquet_file'
import type {
  PreviewLimits,
  ReaderAnswers,
  ReaderReply,
  ReaderRequest,
} from '#datasets/reader_channel'

/** A file of a dataset could not be read; the reason is for the log. */
export class DatasetUnreadable extends Error {
  constructor(cause: unknown) {
    super('The files of the dataset could not be read', { cause })
    this.name = 'DatasetUnreadable'
  }
}

/**
 * Reads the Parquet files of one table, `files`, whose rows follow each other, each time in a process of its own that ends
 * with it. Everything rejects with DatasetUnreadable, or with the signal's reason.
 */
export class DatasetReader {
  /** The first rows, as cells; values that are longer than the limits are cut. */
  preview(files: string[], limits: PreviewLimits, signal: AbortSignal) {
    return ask<'preview'>({ ask: 'preview', files, limits }, signal)
  }

  /** How many rows there are, from what the files say of themselves. */
  count(files: string[], signal: AbortSignal) {
    return ask<'count'>({ ask: 'count', files }, signal)
  }

  /** The highest value of a column, as text; null when there is none. */
  highest(files: string[], column: string, signal: AbortSignal) {
    return ask<'highest'>({ ask: 'highest', files, column }, signal)
  }

  /** Writes all rows into one file, which has its name when it is whole. */
  async merge(files: string[], into: string, signal: AbortSignal) {
    try {
      return await ask<'merge'>({ ask: 'merge', files, into }, signal)
    } finally {
      await rm(into + UNFINISHED, { force: true })
    }
  }

  /** All rows as CSV (see `csvOf`), as fast as they are read; destroying the stream ends the process. */
  csv(files: string[], signal: AbortSignal): Readable {
    return Readable.from(csv(files, signal), { objectMode: false, signal })
  }
}

async function* csv(files: string[], signal: AbortSignal): AsyncGenerator<Buffer, void> {
  signal.throwIfAborted()
  const child = startOwnProcess('dataset_reader_process', 'pipe')
  try {
    const replied = replyOf(child, { ask: 'csv', files })
    replied.catch(() => {})
    for await (const piece of child.stdout ?? []) yield piece as Buffer
    await replied
  } finally {
    child.kill('SIGKILL')
  }
}

async function ask<Ask extends keyof ReaderAnswers>(
  request: ReaderRequest & { ask: Ask },
  signal: AbortSignal
): Promise<ReaderAnswers[Ask]> {
  signal.throwIfAborted()
  const child = startOwnProcess('dataset_reader_process')
  try {
    // Each request has its own answer.
    return (await abortable(replyOf(child, request), signal)) as ReaderAnswers[Ask]
  } finally {
    child.kill('SIGKILL')
  }
}

async function replyOf(child: ChildProcess, request: ReaderRequest): Promise<unknown> {
  let reply: ReaderReply | null = null
  child.on('message', (message: ReaderReply) => {
    reply = message
  })
  const ended = once(child, 'disconnect')
  child.send(request, () => {})
  try {
    await ended
  } catch (error) {
    throw new DatasetUnreadable(error)
  }
  return answerIn(reply)
}

function answerIn(reply: ReaderReply | null): unknown {
  if (!reply) throw new DatasetUnreadable('The process that reads ended by itself')
  if ('failure' in reply) throw new DatasetUnreadable(reply.failure)
  return reply.answer
}
