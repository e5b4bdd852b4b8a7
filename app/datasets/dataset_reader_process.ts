import { once } from 'node:events'
import { rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { endWithParent } from '#connectors/parent_watch'
import { openConfined } from '#datasets/duckdb/confined'
import { csvOf } from '#datasets/duckdb/csv'
import { preview } from '#datasets/duckdb/preview'
import { asPattern, copyToParquet, identifier, literal, rowsOf } from '#datasets/duckdb/sql'
import { flush } from '#datasets/flush'
import { UNFINISHED } from '#datasets/parquet_file'
import type { ReaderAnswers, ReaderReply, ReaderRequest } from '#datasets/reader_channel'

/** Row groups of files that an import wrote are of 64 MB at most. */
const MEMORY = '384MB'

/**
 * A process that reads files of a dataset, answers one question and ends: whatever is in them never weighs on the server.
 * It reaches those files alone.
 */
process.on('message', (request: ReaderRequest) => {
  void answerTo(request)
    .then(
      (answer): ReaderReply => ({ answer }),
      (error: unknown): ReaderReply => ({ failure: String(error) })
    )
    .then((reply) => process.send?.(reply, () => process.exit()))
})
process.on('disconnect', () => process.exit())
endWithParent()

async function answerTo(request: ReaderRequest): Promise<ReaderAnswers[keyof ReaderAnswers]> {
  const { files } = request
  if (request.ask === 'merge') return merge(files, request.into)
  const { connection } = await openConfined({ files, spill: null, memory: MEMORY })
  if (request.ask === 'preview') return preview(connection, files, request.limits)
  if (request.ask === 'csv') return writeCsv(connection, files)
  const rows = rowsOf(files)
  if (request.ask === 'count')
    return Number(await first(connection, `SELECT count(*) FROM ${rows}`))
  const highest = `SELECT max(${identifier(request.column)})::VARCHAR FROM ${rows}`
  return (await first(connection, highest)) as string | null
}

async function first(connection: DuckDBConnection, sql: string): Promise<unknown> {
  const reader = await connection.runAndReadAll(sql)
  return reader.getRows()[0]?.[0] ?? null
}

/** Its reader reads when it likes. */
async function writeCsv(connection: DuckDBConnection, files: string[]): Promise<null> {
  for await (const piece of csvOf(connection, files)) {
    if (!process.stdout.write(piece)) await once(process.stdout, 'drain')
  }
  await new Promise<void>((resolve) => process.stdout.end(resolve))
  return null
}

/** The new file has its name when it is whole. */
async function merge(files: string[], into: string): Promise<ReaderAnswers['merge']> {
  const folder = dirname(into)
  const path = into + UNFINISHED
  const spill = join(folder, '.spill')
  const { connection } = await openConfined({
    folders: [`${folder}/`],
    files,
    spill,
    memory: MEMORY,
  })
  try {
    await connection.run(copyToParquet(`FROM ${rowsOf(files)}`, path))
    const count = `SELECT sum(num_rows) FROM parquet_file_metadata(${literal(asPattern(path))})`
    const rows = Number(await first(connection, count))
    await flush(path)
    await rename(path, into)
    await flush(folder)
    const { size } = await stat(into)
    return { rows, bytes: size }
  } finally {
    await rm(path, { force: true })
    await rm(spill, { recursive: true, force: true })
  }
}
