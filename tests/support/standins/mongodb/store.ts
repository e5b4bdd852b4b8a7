import { BSON, type Document } from 'mongodb'
import { CommandError } from '#tests/support/standins/mongodb/command_error'
import { exactly } from '#tests/support/standins/mongodb/messages'

export interface Collection {
  type: 'collection' | 'view' | 'timeseries'
  documents: Buffer[]
  /** When each of them was written, by the store's clock. */
  written: number[]
  /** Of a view. */
  viewOn?: string
  pipeline?: Document[]
}

/** Databases in memory; documents are kept as the bytes that came. */
export class Store {
  /** Writes so far: the time of the deployment. */
  clock = 1
  readonly #databases = new Map<string, Map<string, Collection>>()

  get databaseNames(): string[] {
    return [...this.#databases.keys()]
  }

  /** In no order that anybody could rely on: the last made comes first. */
  collections(database: string): [string, Collection][] {
    return [...(this.#databases.get(database) ?? [])].reverse()
  }

  collection(database: string, name: string): Collection | undefined {
    return this.#databases.get(database)?.get(name)
  }

  create(database: string, name: string, collection: Partial<Collection> = {}): Collection {
    if (this.collection(database, name))
      throw new CommandError(48, `Collection ${database}.${name} already exists.`)
    const created = { type: 'collection' as const, documents: [], written: [], ...collection }
    const collections = this.#databases.get(database) ?? new Map<string, Collection>()
    this.#databases.set(database, collections.set(name, created))
    return created
  }

  insert(database: string, name: string, documents: Uint8Array[]): number {
    const collection = this.collection(database, name) ?? this.create(database, name)
    this.clock += 1
    for (const document of documents) {
      collection.documents.push(Buffer.from(document))
      collection.written.push(this.clock)
    }
    return documents.length
  }

  drop(database: string) {
    this.#databases.delete(database)
  }

  /**
   * The documents of a collection or view as they were at a time, and what has to be waited for before they are there.
   */
  read(
    database: string,
    name: string,
    at = Number.POSITIVE_INFINITY
  ): { documents: Buffer[]; isSlow: boolean } {
    const collection = this.collection(database, name)
    if (collection?.type !== 'view') {
      const { documents = [], written = [] } = collection ?? {}
      const isThen = written.every((time) => time <= at)
      const there = isThen ? documents : documents.filter((_, i) => (written[i] ?? 0) <= at)
      return { documents: there, isSlow: false }
    }
    const below = this.read(database, collection.viewOn ?? '', at)
    const pipeline = collection.pipeline ?? []
    return {
      documents: applyPipeline(below.documents, pipeline),
      isSlow: below.isSlow || pipeline.some((stage) => '$waitForEver' in stage),
    }
  }
}

/** Those stages that the suite uses. */
export function applyPipeline(documents: Buffer[], pipeline: Document[]): Buffer[] {
  return pipeline.reduce<Buffer[]>((current, stage) => {
    if (stage.$project) return current.map((document) => project(document, stage.$project))
    if (stage.$group) {
      const counted = { _id: stage.$group._id, count: current.length }
      return current.length === 0 ? [] : [Buffer.from(BSON.serialize(counted))]
    }
    if (stage.$waitForEver) return current
    throw new CommandError(40324, `Unrecognized pipeline stage name: '${Object.keys(stage)[0]}'`)
  }, documents)
}

/** Servers do not look whether texts are such. */
const AS_STORED = { validation: { utf8: false } } as const

/** @param sort on one field, by what numbers and texts are */
export function sorted(documents: Buffer[], sort: Document | undefined): Buffer[] {
  const [field, direction] = Object.entries(sort ?? {})[0] ?? []
  if (field === undefined) return documents
  const keyed = documents.map((document) => ({
    document,
    key: BSON.deserialize(document, AS_STORED)[field],
  }))
  const sign = Number(direction)
  return keyed.sort((a, b) => sign * compare(a.key, b.key)).map(({ document }) => document)
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return String(a) < String(b) ? -1 : Number(String(a) > String(b))
}

/** Fields that are named, and `_id` unless it is left out by name. */
export function project(document: Buffer, wanted: Document): Buffer {
  const kept = Object.entries(exactly(document)).filter(
    ([name]) => wanted[name] || (name === '_id' && wanted._id === undefined)
  )
  return Buffer.from(BSON.serialize(Object.fromEntries(kept)))
}
