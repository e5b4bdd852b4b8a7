import { BatchQueue } from '#connectors/columnar/batch_queue'
import type { ColumnBatch } from '#connectors/columnar/column_batch'
import type { FieldDecoder } from '#connectors/columnar/fields'
import { ConnectorError } from '#connectors/connector_error'
import type { ImportedColumn } from '#connectors/contracts'
import type { MysqlClient } from '#connectors/mysql/client'
import { importQuery } from '#connectors/mysql/import_query'
import { importTypeOf } from '#connectors/mysql/import_types'
import { RowDecoder } from '#connectors/mysql/row_decoder'
import type { MysqlColumn, MysqlStructure } from '#connectors/mysql/structure'
import type { Selection } from '#connectors/selection'
import type { RowStream } from '#connectors/table_import'

/** From here on tables of engines with transactions are as they are now. */
export async function beginSnapshot(client: MysqlClient): Promise<void> {
  await client.query('SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ')
  await client.query('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY')
}

/** The rows of a table; `kill` stops the query at the server. */
export async function streamTable(
  client: MysqlClient,
  structure: MysqlStructure,
  selection: Selection<MysqlColumn>,
  kill: () => Promise<void>
): Promise<RowStream> {
  const types = selection.columns.map((column) =>
    importTypeOf(column, selection.asText.has(column.name))
  )
  const columns = selection.columns.map(({ name, type: sourceType }, i) => {
    const { type = { name: 'varchar' as const }, note = null } = types[i] ?? {}
    return { name, sourceType, type, note }
  })
  const selected = types.map((type) => type.selected)
  const decoders = types.map(({ decoder }) => decoder)
  const sql = importQuery(structure, selection, selected)
  return { columns, batches: readOut(client, sql, columns, decoders, kill) }
}

/** However it ends, the session can run the next statement then, or is lost. */
async function* readOut(
  client: MysqlClient,
  sql: string,
  columns: readonly ImportedColumn[],
  decoders: readonly FieldDecoder[],
  kill: () => Promise<void>
): AsyncGenerator<ColumnBatch, void> {
  const queue = new BatchQueue(client)
  const decoder = new RowDecoder(columns, decoders, (batch) => queue.add(batch))
  const attempt = (work: () => void) => {
    try {
      work()
    } catch (error) {
      refuse(error, queue)
    }
  }
  client.stream(
    sql,
    (data, start, end) => queue.isOver || attempt(() => decoder.row(data, start, end)),
    (error) => {
      if (error) queue.fail(error)
      else if (!queue.isOver) attempt(() => decoder.end())
      queue.end()
    }
  )
  try {
    for (let batch = await queue.next(); batch; batch = await queue.next()) yield batch
  } finally {
    if (!queue.hasEnded) await stop(client, queue, kill)
  }
}

/** What the protocol does not allow ends the session, a value that does not fit only this query. */
function refuse(error: unknown, queue: BatchQueue) {
  if (!(error instanceof ConnectorError) || error.code === 'wrong_protocol') throw error
  queue.fail(error)
}

async function stop(client: MysqlClient, queue: BatchQueue, kill: () => Promise<void>) {
  try {
    await Promise.all([kill(), queue.drained()])
    // Came the end first, then it is the next statement that is killed.
    await client.query('DO 0').catch(() => {})
  } catch {
    client.breakOff()
  }
}
