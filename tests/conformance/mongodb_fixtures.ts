import { type Db, type Document, BSON, MongoClient } from 'mongodb'
import type { ConformanceSpec } from '#tests/conformance/conformance_spec'
import { hostileColumn, hostileNames, PEOPLE, WIDE } from '#tests/conformance/fixtures'

const { EJSON } = BSON

interface Laid {
  _id: number
  [field: string]: unknown
}

/** Lays the collections that every group reads, with the driver's own client. */
export async function layCollections(
  url: string,
  database: string,
  spec: ConformanceSpec,
  slow: Document[]
): Promise<void> {
  const client = new MongoClient(url, { directConnection: true })
  try {
    const db = client.db(database)
    await db
      .collection<Laid>('people')
      .insertMany(list(PEOPLE, (i) => ({ _id: i + 1, name: `person ${i + 1}` })))
    await db.collection<Laid>('orders').insertMany([
      { _id: 1, person_id: 7 },
      { _id: 2, person_id: null },
    ])
    await db.createCollection('empty_table')
    await layOddities(db, spec)
    if (!spec.lacks?.views) await layViews(db, slow)
  } finally {
    await client.close()
  }
}

/** One of those that only importing needs. */
export async function layCollection(url: string, database: string, name: string): Promise<void> {
  const client = new MongoClient(url, { directConnection: true })
  try {
    const collection = client.db(database).collection<Laid>(name)
    for (const documents of LATER[name]?.() ?? []) await collection.insertMany(documents)
  } finally {
    await client.close()
  }
}

/** Every pair of people, in parts: a message holds 48 MB. */
function pairs(more: Document): Laid[][] {
  return list(PEOPLE, (a) =>
    list(PEOPLE, (b) => ({ _id: (a + 1) * 1_000 + b + 1, name: `person ${b + 1}`, ...more }))
  )
}

const LATER: Record<string, () => Laid[][]> = {
  crowd: () => pairs({}),
  heavy: () => pairs({ body: 'x'.repeat(1_000) }),
  sayings: () => [
    [
      { _id: 1, body: `it's` },
      { _id: 2, body: 'other' },
    ],
  ],
}

async function layOddities(db: Db, spec: ConformanceSpec) {
  const insert = (name: string, documents: Laid[]) =>
    db.collection<Laid>(name).insertMany(documents)
  await insert('wide', [{ _id: 1, ...fields(WIDE - 1, (i) => i) }])
  await insert('mixed', MIXED)
  await insert('every_type', [
    { _id: 1, ...fields(spec.types.length, (i) => valueOf(spec.types[i]?.literal)) },
    { _id: 2, ...fields(spec.types.length, (i) => (i % 2 === 0 ? null : undefined)) },
  ])
  for (const id of [1, 2, 3, 4]) {
    await insert('big', [{ _id: id, body: 'x'.repeat(300_000), bytes: Buffer.alloc(300_000) }])
  }
  for (const name of hostileNames(spec)) await insert(name, [{ _id: 1, [hostileColumn(spec)]: 42 }])
}

/** Documents of one collection that do not look the same. */
const MIXED: Laid[] = [
  { _id: 1, name: 'a', age: 30, address: { city: 'Ulm', zip: 89073 } },
  { _id: 2, name: 'b', age: 'forty', tags: ['x', 'y'] },
  { _id: 3, name: 'c', age: 50, address: { city: 'Bonn', zip: 'D-53111' } },
  { _id: 4, name: 'd', nothing: null },
]

async function layViews(db: Db, slow: Document[]) {
  await db.createCollection('adults', {
    viewOn: 'people',
    pipeline: [{ $project: { _id: 1, name: 1 } }],
  })
  await db.createCollection('slow', { viewOn: 'people', pipeline: slow })
}

function valueOf(literal: string | undefined): unknown {
  return EJSON.parse(literal ?? 'null', { relaxed: false })
}

function fields(length: number, value: (i: number) => unknown): Document {
  return Object.fromEntries(list(length, (i) => [`c${i}`, value(i)]))
}

function list<T>(length: number, item: (i: number) => T): T[] {
  return Array.from({ length }, (_, i) => item(i))
}
