import type { ColumnBatch } from '#connectors/columnar/column_batch'
import type { FieldDecoder } from '#connectors/columnar/fields'
import { ConnectorError } from '#connectors/connector_error'
import type { ImportedColumn } from '#connectors/contracts'
import type { ResultPart } from '#connectors/snowflake/answer'
import { importStatement } from '#connectors/snowflake/import_query'
import { importTypeOf } from '#connectors/snowflake/import_types'
import { run, runLeavingRows, type Statement } from '#connectors/snowflake/query'
import { ResultDecoder } from '#connectors/snowflake/result_decoder'
import { ServerRefusal } from '#connectors/snowflake/server_refusal'
import type { SnowflakeSession } from '#connectors/snowflake/session'
import type { SnowflakeColumn, SnowflakeStructure } from '#connectors/snowflake/structure'
import type { Transport } from '#connectors/snowflake/transport'
import type { Selection } from '#connectors/selection'
import type { RowStream } from '#connectors/table_import'

/** Somebody stopped the statement, or its time ran out: it is not to be tried in another way. */
const STOPPED = [604, 630]

/** The clock of the account, which tells what Time Travel goes back to: milliseconds since 1970. */
export async function readMoment(session: SnowflakeSession): Promise<string> {
  const { rows } = await run(session, 'SELECT DATE_PART(EPOCH_MILLISECOND, CURRENT_TIMESTAMP())')
  const moment = rows[0]?.[0] ?? ''
  if (!/^\d{1,15}$/.test(moment)) throw new ConnectorError('wrong_protocol')
  return moment
}

/** The rows of a table. */
export function streamTable(
  session: SnowflakeSession,
  structure: SnowflakeStructure,
  selection: Selection<SnowflakeColumn>
): RowStream {
  const types = selection.columns.map((column) =>
    importTypeOf(column, selection.asText.has(column.name))
  )
  const columns = selection.columns.map(({ name, type: sourceType }, i) => {
    const { type = { name: 'varchar' as const }, note = null } = types[i] ?? {}
    return { name, sourceType, type, note }
  })
  const selected = types.map((type) => type.selected)
  const statementAt = (moment: string | null) =>
    importStatement(session, structure, selection, selected, moment)
  const decoders = types.map(({ decoder }) => decoder)
  // Here, so that a filter that makes no sense is told before anything is asked.
  const statement = statementAt(session.moment)
  const open = () => openResult(session, statement, () => statementAt(null))
  return { columns, batches: readOut(session, open, columns, decoders) }
}

/**
 * As the table was when the import began, where Snowflake keeps that. Views over what has no history, external tables
 * and tables that keep none are refused with numbers of their own kinds: those are read as they are now.
 */
async function openResult(
  session: SnowflakeSession,
  statement: Statement,
  now: () => Statement
): Promise<ResultPart> {
  try {
    return await runLeavingRows(session, statement)
  } catch (error) {
    const isFinal = !(error instanceof ServerRefusal) || STOPPED.includes(Number(error.code))
    if (session.moment === null || isFinal) throw error
    return runLeavingRows(session, now())
  }
}

/** One chunk after another: the next is asked for when the last one was taken. */
async function* readOut(
  { transport }: SnowflakeSession,
  open: () => Promise<ResultPart>,
  columns: readonly ImportedColumn[],
  decoders: readonly FieldDecoder[]
): AsyncGenerator<ColumnBatch, void> {
  const { rows, chunks, chunkHeaders, columns: answered } = yield* awaited(open(), transport)
  if (answered.length !== columns.length) throw new ConnectorError('wrong_protocol')
  const decoder = new ResultDecoder(columns, decoders)
  try {
    yield* decoder.chunk(inline(rows), rows.length)
    for (const { url, rowCount } of chunks) {
      const body = await transport.openChunk(url, chunkHeaders)
      try {
        yield* decoder.chunk(body, rowCount)
      } finally {
        body.destroy()
      }
    }
    yield* decoder.end()
  } finally {
    transport.resume()
  }
}

/** Results are made whole before their first row: meanwhile the account says that it is at work, which is no silence. */
async function* awaited(
  result: Promise<ResultPart>,
  transport: Transport
): AsyncGenerator<ColumnBatch, ResultPart> {
  let isThere = false
  const done = result.finally(() => {
    isThere = true
  })
  // Who is told to stop meanwhile does not wait for it.
  done.catch(() => {})
  for (;;) {
    await Promise.race([done, transport.atWork])
    if (isThere) return done
    yield SIGN_OF_LIFE
  }
}

const SIGN_OF_LIFE: ColumnBatch = { rows: 0, columns: [] }

/** What came with the answer, as a chunk has it. */
async function* inline(rows: ResultPart['rows']): AsyncGenerator<Buffer, void> {
  yield Buffer.from(JSON.stringify(rows).slice(1, -1))
}
