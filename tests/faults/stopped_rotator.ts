import { setTimeout as pause } from 'node:timers/promises'
import { newDatabase, type AppDatabase, type Kind } from '#tests/faults/app_database'
import { Crowd } from '#tests/faults/crowd'
import type { Fault, FaultReport } from '#tests/faults/fault'
import { inWords } from '#tests/faults/in_words'
import { KeyRing } from '#tests/faults/key_ring'
import { Rotator } from '#tests/faults/rotator'
import { seeded, seedOfRun } from '#tests/faults/random'
import { Product } from '#tests/support/product'

const SIZE = { tenants: 20, connections: 50, writers: 0 }

/** One row a transaction: whoever is stopped has most of them before it. */
const BATCH = '--batch=1'

/** Everything that somebody who rotates writes. */
const WRITTEN = {
  connections: 'select id, sealed_credentials, master_key_id from database_connections order by id',
  chains: 'select id, sealed_key, master_key_id from audit_chains order by id',
  rotations: 'select id, status, resealed from key_rotations order by id',
  leases: 'select name, holder, fence from leases order by name',
  events: 'select id from audit_events order by id',
}

/** Stops a rotation in the middle, lets another take over, and continues the first one. */
export const stoppedRotator: Fault = {
  name: 'two rotations, one stopped in the middle (SQLite, PostgreSQL)',
  async run() {
    const [file, server] = await Promise.all([stopOne('SQLite'), stopOne('PostgreSQL')])
    return {
      lost: inWords([file.lost, server.lost].filter((lost) => lost !== 'nothing')),
      recovered: Math.max(file.recovered ?? 0, server.recovered ?? 0),
      detail: `SQLite: ${file.detail}; PostgreSQL: ${server.detail}`,
    }
  },
}

async function stopOne(kind: Kind): Promise<FaultReport> {
  const database = await newDatabase(kind)
  const ring = new KeyRing()
  const environment = { DATABASE_URL: database.url, ...ring.environment }
  const product = await Product.start({ environment })
  try {
    const crowd = await Crowd.gather(product, SIZE, seeded(seedOfRun()))
    await ring.renew(product)
    const first = await Rotator.start(product, database, [BATCH])
    await untilWriting(first, database, ring)
    await stopOutsideTransactions(first, database)
    const stopped = performance.now()
    const { refusals, wrong } = await takeOver(product, database, ring)
    const recovered = performance.now() - stopped
    const left = await rowsLeft(database, ring)
    if (left === 0) throw new Error('Nothing was left to be written')
    const losses = [...wrong, ...(await continued(first, database))]
    await product.ace(['keys:rotate', '--resume'])
    const [old = ''] = ring.previousIds
    await product.ace(['keys:verify', `--without=${old}`])
    losses.push(...(await crowd.losses()))
    const detail = `${refusals} refused meanwhile, ${left} rows left untouched by the first`
    return { lost: inWords(losses), recovered, detail }
  } finally {
    await product.stop()
    await database.close()
  }
}

/** Deriving the first keys takes a while. */
async function untilWriting(rotator: Rotator, database: AppDatabase, ring: KeyRing): Promise<void> {
  const before = await rowsLeft(database, ring)
  while ((await rowsLeft(database, ring)) === before) {
    if (!rotator.isRunning) throw new Error(`The rotation ended: ${rotator.output}`)
    await pause(5)
  }
}

/** Of a process that is stopped while it holds SQLite's write lock, everybody waits for the end. */
async function stopOutsideTransactions(rotator: Rotator, database: AppDatabase): Promise<void> {
  for (;;) {
    await pause(10)
    rotator.signal('SIGSTOP')
    await pause(20)
    if (!database.isBeingWritten()) return
    rotator.signal('SIGCONT')
  }
}

/** Tries until the lease of the one that is stopped has ended; whoever gets it is killed, so that work is left. */
async function takeOver(product: Product, database: AppDatabase, ring: KeyRing) {
  const wrong: string[] = []
  for (let refusals = 0; ; refusals++) {
    const second = await Rotator.start(product, database, [BATCH, '--resume'])
    if (second.isRunning) {
      await untilWriting(second, database, ring)
      second.signal('SIGKILL')
      await second.end()
      if (refusals === 0) wrong.push('a second rotation was let in while the first had its lease')
      return { refusals, wrong }
    }
    const code = await second.end()
    const isRefused = code === 1 && second.output.includes('is being done by process')
    if (!isRefused) wrong.push(`the second one ended with ${code}: ${second.output}`)
  }
}

async function rowsLeft(database: AppDatabase, ring: KeyRing): Promise<number> {
  const [old] = ring.previousIds
  const rows = await database.rows(
    `select id from database_connections where master_key_id = '${old}'`
  )
  return rows.length
}

/** Lets the first one go on: what it wrote, and how it ended. */
async function continued(first: Rotator, database: AppDatabase): Promise<string[]> {
  const before = await snapshot(database)
  first.signal('SIGCONT')
  const code = await first.end()
  const after = await snapshot(database)
  const losses = Object.keys(WRITTEN)
    .filter((name) => before.get(name) !== after.get(name))
    .map((name) => `the one that had lost its lease wrote ${name}`)
  if (code !== 1 || !first.output.includes('has taken over')) {
    losses.push(`it ended with ${code}: ${first.output}`)
  }
  return losses
}

async function snapshot(database: AppDatabase): Promise<Map<string, string>> {
  const texts = new Map<string, string>()
  for (const [name, sql] of Object.entries(WRITTEN)) {
    texts.set(name, JSON.stringify(await database.rows(sql)))
  }
  return texts
}
