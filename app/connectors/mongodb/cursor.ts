import type { Document } from 'mongodb'
import { type BsonType, elementsOf, fieldOf, textBytes } from '#connectors/mongodb/bson_reader'
import { malformed } from '#connectors/mongodb/frame'
import type { MongodbSession } from '#connectors/mongodb/session'

/** What one answer brings of what a cursor reads. */
export interface Batch {
  /** What to ask on with; 0 when this was all. */
  cursorId: bigint
  /** What the cursor reads, as `database.collection`. */
  namespace: string
  documents: Buffer[]
}

/** The documents of a single answer, as they came. */
export function documentsIn(answer: Buffer): Buffer[] {
  return batchIn(answer).documents
}

/** Everything that a cursor brings, until it ends, brings nothing, or `most` are there. */
export async function readAll(
  session: MongodbSession,
  database: string,
  command: Document,
  most: number
): Promise<Buffer[]> {
  let batch = batchIn(await session.read(database, command))
  const documents = [...batch.documents]
  while (batch.cursorId !== 0n && batch.documents.length > 0 && documents.length < most) {
    batch = await nextBatch(session, database, batch)
    for (const document of batch.documents) documents.push(document)
  }
  return documents.slice(0, most)
}

/** What follows a batch that was not the last; `batchSize` documents at most, and 16 MiB in any case. */
export async function nextBatch(
  session: MongodbSession,
  database: string,
  { cursorId, namespace }: Batch,
  batchSize?: number
): Promise<Batch> {
  const collection = collectionIn(namespace, database)
  const bound = batchSize === undefined ? {} : { batchSize }
  return batchIn(await session.read(database, { getMore: cursorId, collection, ...bound }))
}

/** Makes the server forget a cursor that nobody asks any more; one that is gone needs no word. */
export async function killCursor(
  session: MongodbSession,
  database: string,
  { cursorId, namespace }: Batch
): Promise<void> {
  if (cursorId === 0n) return
  const killCursors = collectionIn(namespace, database)
  // Is it the connection that is gone, whoever asks next hears of it.
  await session.read(database, { killCursors, cursors: [cursorId] }).catch(() => {})
}

function collectionIn(namespace: string, database: string): string {
  return namespace.slice(database.length + 1)
}

/** @throws ConnectorError `wrong_protocol` */
export function batchIn(answer: Buffer): Batch {
  const cursor = only('object', fieldOf(answer, 'cursor'))
  const id = only('long', fieldOf(cursor, 'id'))
  const batch = only('array', fieldOf(cursor, 'firstBatch') ?? fieldOf(cursor, 'nextBatch'))
  const documents = [...elementsOf(batch)].map((element) => only('object', element))
  const namespace = textBytes(only('string', fieldOf(cursor, 'ns'))).toString('utf8')
  return { cursorId: id.readBigInt64LE(0), namespace, documents }
}

function only(type: BsonType, element: { type: BsonType; value: Buffer } | null): Buffer {
  if (element?.type !== type) throw malformed()
  return element.value
}
