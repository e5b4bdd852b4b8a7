import { BatchBuilder } from '#connectors/columnar/batch_builder'
import { BatchQueue } from '#connectors/columnar/batch_queue'
import type { ColumnBatch } from '#connectors/columnar/column_batch'
import { ConnectorError } from '#connectors/connector_error'
import type { ImportedColumn } from '#connectors/contracts'
import { type ImportQuery, importQuery } from '#connectors/sqlserver/import_query'
import { type ImportType, importTypeOf } from '#connectors/sqlserver/import_types'
import { RowWriter } from '#connectors/sqlserver/row_writer'
import type { RunningQuery, SqlserverSession } from '#connectors/sqlserver/session'
import { inTransaction, quote, quoteTable } from '#connectors/sqlserver/sql'
import type { SqlserverColumn, SqlserverStructure } from '#connectors/sqlserver/structure'
import type { Selection } from '#connectors/selection'
import type { RowStream } from '#connectors/table_import'

/** 1: it is on, neither being switched on nor off. */
const ALLOWS_SNAPSHOTS =
  'select snapshot_isolation_state from sys.databases where database_id = db_id()'

/** What fails, or is stopped, ends itself and not the transaction that all tables are read in. */
const BEGIN =
  'set nocount on; set xact_abort off; set transaction isolation level snapshot; begin transaction'

/**
 * From here on tables are as they are when the first of them is looked at, where the database keeps versions of its rows.
 * Where it does not, each row is as it was committed when it was read.
 */
export async function beginSnapshot(session: SqlserverSession): Promise<void> {
  const [row] = await session.query(ALLOWS_SNAPSHOTS, { columns: 1, rows: 1 })
  if (row?.[0] !== 1) return
  await session.query(BEGIN, { columns: 0, rows: 0 })
  session.holdsSnapshot = true
}

/** The rows of a table. */
export async function streamTable(
  session: SqlserverSession,
  structure: SqlserverStructure,
  selection: Selection<SqlserverColumn>
): Promise<RowStream> {
  if (session.holdsSnapshot) await holdMoment(session, structure)
  const types = selection.columns.map(({ name, facts }) =>
    importTypeOf(facts, selection.asText.has(name))
  )
  const columns = selection.columns.map((column, i) => described(column, types[i]))
  const selected = selection.columns.map(({ name }, i) => types[i]?.select(quote(name)) ?? 'null')
  const { sql, values } = importQuery(structure, selection, selected)
  const query = { sql: session.holdsSnapshot ? sql : inTransaction(sql), values }
  const writers = types.map(({ writer }) => writer)
  const builder = new BatchBuilder(columns)
  return { columns, batches: readOut(session, query, new RowWriter(builder, writers)) }
}

/** A snapshot is that of the moment when its transaction first reads a table; the catalog is none. */
async function holdMoment(session: SqlserverSession, { table }: SqlserverStructure) {
  if (!session.isInTransaction) throw momentIsGone()
  if (session.hasMoment) return
  await session.query(`select top (1) 1 from ${quoteTable(table)}`, { columns: 1, rows: 1 })
  session.hasMoment = true
}

function described(
  { name, type: sourceType }: SqlserverColumn,
  { type, note }: Pick<ImportType, 'type' | 'note'> = { type: { name: 'varchar' }, note: null }
): ImportedColumn {
  return { name, sourceType, type, note }
}

/** However it ends, the session can run the next statement then, or is lost. */
async function* readOut(
  session: SqlserverSession,
  { sql, values }: ImportQuery,
  rows: RowWriter
): AsyncGenerator<ColumnBatch, void> {
  const shape = { columns: rows.width, rows: Number.POSITIVE_INFINITY }
  const running: RunningQuery = session.stream(sql, shape, values, (row) => {
    if (!queue.isOver) attempt(() => rows.write(row))
  })
  const queue = new BatchQueue(running)
  /** Nothing may be thrown at the driver, which would take it for its own failure. */
  const attempt = (work: () => ColumnBatch | null) => {
    try {
      const batch = work()
      if (batch) queue.add(batch)
    } catch (error) {
      queue.fail(error)
    }
  }
  running.ended
    .then(
      () => queue.isOver || attempt(() => rows.rest()),
      (error: unknown) => queue.fail(error)
    )
    .finally(() => queue.end())
  try {
    for (let batch = await queue.next(); batch; batch = await queue.next()) yield batch
  } finally {
    if (!queue.hasEnded) {
      running.cancel()
      await queue.drained()
    }
  }
}

/** Some failures of a view make the server undo the whole transaction. */
function momentIsGone(): ConnectorError {
  return new ConnectorError(
    'unknown',
    'A table before this one failed in a way that ended the snapshot of the whole import.',
    { field: null, hint: 'Import this one again, apart from the one that failed.' }
  )
}
