import type { Document } from 'mongodb'
import type { TableStructure } from '#connectors/base_connector_service'
import type { Limits } from '#connectors/contracts'
import { estimateOf, type Listed } from '#connectors/mongodb/catalog'
import { documentsIn } from '#connectors/mongodb/cursor'
import { inferColumns, type MongodbColumn } from '#connectors/mongodb/inference'
import type { MongodbSession } from '#connectors/mongodb/session'

/**
 * Documents from each end of a collection. Documents change their form over time: the oldest and the newest tell
 * more of that than as many of the oldest; unlike `$sample` they are the same at every look, and the index on `_id`
 * has them at once however large the collection is.
 */
const FROM_EACH_END = 100
/** Who imports has time for more, and needs to know better. */
const FROM_EACH_END_TO_IMPORT = 1_000

export interface MongodbStructure extends TableStructure<MongodbColumn> {
  /** The first documents, in the order of `_id`: what a preview shows. */
  first: Buffer[]
  /** True when the server left some of the first out because an answer is at most 16 MiB. */
  isCut: boolean
}

/** Reads the sample, which is also the rows, and the estimate: all in one round trip. */
export async function readStructure(
  session: MongodbSession,
  database: string,
  listed: Listed,
  { limits, imports }: { limits: Limits; imports: boolean }
): Promise<MongodbStructure> {
  const fromEachEnd = imports ? FROM_EACH_END_TO_IMPORT : FROM_EACH_END
  const wanted = Math.max(fromEachEnd, limits.rows)
  // What is computed has no index: to sort it would be to compute all of it.
  const order = listed.isStored ? { sort: { _id: 1 } } : {}
  const [firstAnswer, lastAnswer, rowEstimate] = await Promise.all([
    session.read(database, find(listed.name, wanted, order)),
    listed.isStored
      ? session.read(database, find(listed.name, fromEachEnd, { sort: { _id: -1 } }))
      : null,
    estimateOf(session, database, listed),
  ])
  const first = documentsIn(firstAnswer)
  const sample = [...first, ...(lastAnswer ? unseen(documentsIn(lastAnswer), first) : [])]
  const { columns, isCut } = inferColumns(sample, listed.isStored, {
    // One more tells that there are more; who imports has a column for them.
    columns: imports ? limits.columns - 1 : limits.columns,
  })
  const isShort = first.length < wanted && rowEstimate !== null && first.length < rowEstimate
  return {
    table: { schema: database, name: listed.name, kind: listed.kind },
    // A collection that has no documents yet is one of `_id`, and imported as such.
    columns: columns.length === 0 && imports ? [ONLY_ID] : columns,
    rowEstimate,
    first,
    isCut: isCut || isShort,
  }
}

const ONLY_ID: MongodbColumn = {
  name: '_id',
  type: 'null',
  types: [],
  nullable: true,
  default: null,
  primaryKey: false,
  references: null,
}

/** One answer, as large as answers may be, and no cursor that stays open. */
function find(collection: string, limit: number, order: Document): Document {
  return { find: collection, ...order, limit, batchSize: limit, singleBatch: true }
}

/** Newest first as they were read, the oldest of them last; a small collection was seen already. */
function unseen(last: Buffer[], first: Buffer[]): Buffer[] {
  const known = new Set(first.map((document) => document.toString('latin1')))
  return last.filter((document) => !known.has(document.toString('latin1'))).reverse()
}
