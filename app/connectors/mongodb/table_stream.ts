import type { Document } from 'mongodb'
import type { ColumnBatch } from '#connectors/columnar/column_batch'
import { type Batch, batchIn, killCursor, nextBatch } from '#connectors/mongodb/cursor'
import { DocumentDecoder } from '#connectors/mongodb/document_decoder'
import { conditionsOf } from '#connectors/mongodb/import_filter'
import { planColumn, restColumn } from '#connectors/mongodb/import_types'
import type { MongodbColumn } from '#connectors/mongodb/inference'
import type { MongodbStructure } from '#connectors/mongodb/sample'
import type { MongodbSession } from '#connectors/mongodb/session'
import type { Snapshot } from '#connectors/mongodb/snapshot'
import type { Selection } from '#connectors/selection'
import type { RowStream } from '#connectors/table_import'

/** About how many bytes are asked for at once; a server never sends more than 16 MiB. */
const BATCH_BYTES = 4 * 1024 * 1024
/** Documents that are asked for at once. */
const MOST_DOCUMENTS = 100_000

/**
 * The documents of a collection, as rows.
 *
 * @throws ConnectorError `bad_config` for a filter that makes no sense
 */
export function streamTable(
  session: MongodbSession,
  snapshot: Snapshot | null,
  structure: MongodbStructure,
  selection: Selection<MongodbColumn>
): RowStream {
  const { columns, asText, isWhole } = selection
  const decoder = new DocumentDecoder(
    columns.map((column) => planColumn(column, asText.has(column.name))),
    isWhole ? restColumn(columns, asText) : null
  )
  const find = findCommand(structure, selection)
  const database = structure.table.schema ?? ''
  const open = () =>
    snapshot?.read(database, find, structure.rowEstimate) ?? session.read(database, find)
  return { columns: decoder.columns, batches: readOut(session, database, open, decoder) }
}

/** However it ends, no cursor stays open at the server. */
async function* readOut(
  session: MongodbSession,
  database: string,
  open: () => Promise<Buffer>,
  decoder: DocumentDecoder
): AsyncGenerator<ColumnBatch, void> {
  let batch: Batch = batchIn(await open())
  try {
    for (;;) {
      for (const document of batch.documents) {
        const full = decoder.add(document)
        if (full) yield full
      }
      if (batch.cursorId === 0n) break
      batch = await nextBatch(session, database, batch, batchSizeAfter(batch.documents))
    }
    const last = decoder.end()
    if (last) yield last
  } finally {
    await killCursor(session, database, batch)
  }
}

/** In the order in which they lie: to sort them would be to read them by an index. */
function findCommand(
  { table, first }: MongodbStructure,
  { columns, filters, limit, isWhole }: Selection<MongodbColumn>
): Document {
  const names = columns.map(({ name }) => name)
  const projection = isWhole || !names.every(isPlain) ? {} : { projection: projectionOf(names) }
  const filter = conditionsOf(filters)
  return {
    find: table.name,
    ...(filter ? { filter } : {}),
    ...projection,
    ...(limit === null ? {} : { limit }),
    batchSize: batchSizeAfter(first),
  }
}

/** A dot would lead into documents, and a dollar is an operator. */
function isPlain(name: string): boolean {
  return name !== '' && !name.includes('.') && !name.startsWith('$')
}

function projectionOf(names: readonly string[]): Map<string, number> {
  return new Map([['_id', 0], ...names.map((name): [string, number] => [name, 1])])
}

/** What is to come is about as large as what came. */
function batchSizeAfter(documents: readonly Buffer[]): number {
  if (documents.length === 0) return 1_000
  const bytes = documents.reduce((sum, { length }) => sum + length, 0)
  const fitting = Math.ceil((BATCH_BYTES * documents.length) / bytes)
  return Math.min(MOST_DOCUMENTS, fitting)
}
