import type { Document } from 'mongodb'
import type { TableKind, TableRef, TableSummary } from '#connectors/contracts'
import { readAll } from '#connectors/mongodb/cursor'
import type { MongodbSession } from '#connectors/mongodb/session'
import { decoded } from '#connectors/mongodb/wire'

/** Databases of the server itself. */
const OWN = new Set(['admin', 'config', 'local'])

/** Databases whose collections are asked for at once. */
const AT_ONCE = 16

/**
 * Collections whose documents are counted for a list. The count is kept by the server and costs it a fraction of a
 * millisecond, and all travel together; a list that is longer has none rather than some.
 */
const COUNTED = 1_000

/** A collection as the database lists it. */
export interface Listed {
  name: string
  kind: TableKind
  /** False for those that are computed when they are read: views, and what is stored in buckets of time. */
  isStored: boolean
}

/** @param only the one database to look at; null for every one that the user may read */
export async function readTables(
  session: MongodbSession,
  only: string | null,
  limit: number
): Promise<TableSummary[]> {
  const databases = only === null ? await databasesOf(session) : [only]
  const found: { database: string; listed: Listed }[] = []
  for (let at = 0; at < databases.length && found.length < limit; at += AT_ONCE) {
    const some = databases.slice(at, at + AT_ONCE)
    const lists = await Promise.all(some.map((name) => collectionsOf(session, name, limit)))
    lists.forEach((list, i) => {
      for (const listed of list) found.push({ database: some[i] ?? '', listed })
    })
  }
  const tables = found.slice(0, limit)
  const isCounted = tables.filter(({ listed }) => listed.isStored).length <= COUNTED
  return Promise.all(
    tables.map(async ({ database, listed }) => ({
      schema: database,
      name: listed.name,
      kind: listed.kind,
      rowEstimate: isCounted ? await estimateOf(session, database, listed) : null,
    }))
  )
}

/** Null when the database lists no such collection. */
export async function findCollection(
  session: MongodbSession,
  { schema, name }: { schema: string; name: TableRef['name'] }
): Promise<Listed | null> {
  if (isInternal(name)) return null
  const [document] = await readAll(session, schema, listCommand({ filter: { name } }), 1)
  const listed = document ? listedIn(decoded(document)) : null
  return listed?.name === name ? listed : null
}

/** What the server has counted as documents came and went; null where it has not, or does not tell. */
export async function estimateOf(
  session: MongodbSession,
  database: string,
  { name, isStored }: Listed
): Promise<number | null> {
  if (!isStored) return null
  try {
    const { n } = await session.ask(database, { count: name })
    return typeof n === 'number' ? n : null
  } catch (error) {
    if (error instanceof Error && error.name === 'MongoServerError') return null
    throw error
  }
}

async function databasesOf(session: MongodbSession): Promise<string[]> {
  const { databases } = await session.ask('admin', {
    listDatabases: 1,
    nameOnly: true,
    authorizedDatabases: true,
  })
  const names = Array.isArray(databases) ? databases.map(({ name }) => String(name)) : []
  return names.filter((name) => !OWN.has(name)).sort(byCodeUnit)
}

async function collectionsOf(
  session: MongodbSession,
  database: string,
  most: number
): Promise<Listed[]> {
  const documents = await readAll(session, database, listCommand({}), most)
  return documents
    .map((document) => listedIn(decoded(document)))
    .filter((listed): listed is Listed => listed !== null && !isInternal(listed.name))
    .sort((a, b) => byCodeUnit(a.name, b.name))
}

/** Those that the user may read; names and kinds alone need no further right, and no lock. */
function listCommand(options: Document): Document {
  return { listCollections: 1, ...options, nameOnly: true, authorizedCollections: true, cursor: {} }
}

function listedIn({ name, type }: Document): Listed | null {
  if (typeof name !== 'string') return null
  const kind = type === 'view' ? 'view' : 'collection'
  return { name, kind, isStored: type !== 'view' && type !== 'timeseries' }
}

function isInternal(name: string): boolean {
  return name.startsWith('system.')
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
