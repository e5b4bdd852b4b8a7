/**
 * `npm run bench -- audit`: what it costs to write an event that is chained, beside one that is only inserted, and
 * how fast a chain is proved. On SQLite, or where TEST_DATABASE_URL says. Figures are printed, never asserted.
 */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { milliseconds, print, throughput } from '#tests/bench/measure'

const folder = mkdtempSync(join(tmpdir(), 'varlor-bench-'))
process.env.NODE_ENV = 'test'
process.env.DATA_DIR = folder
process.env.DATABASE_URL = process.env.TEST_DATABASE_URL ?? ''

const EVENTS = 4_000
const CLIENTS = [1, 32]

const { createIgnitor } = await import('../../bin/ignitor.js')
const app = createIgnitor().createApp('console')
await app.init()
await app.boot()
const { default: db } = await import('@adonisjs/lucid/services/db')
const { MigrationRunner } = await import('@adonisjs/lucid/migration')
try {
  await migrate('up')
  await writing()
  await proving()
  await migrate('down')
} finally {
  await app.terminate()
  rmSync(folder, { recursive: true })
}

async function writing(): Promise<void> {
  const { AuditTrail } = await import('#audit/audit_trail')
  const { createAuditGuards, dropAuditGuards } = await import('#database/audit_guards')
  const { default: AuditEvent } = await import('#models/audit_event')
  const { SYSTEM } = await import('#services/system_actor')
  const trail = await app.container.make(AuditTrail)
  const tenantId = randomUUID()
  const target = { type: 'connection', id: randomUUID(), name: 'Sales' }
  const event = { ...SYSTEM, tenantId, action: 'connection.preview' } as const
  const columns = { ...event, targetType: 'connection', targetId: target.id, targetName: 'Sales' }
  const insert = () => db.transaction((client) => AuditEvent.create(columns, { client }))
  const record = () => trail.record({ ...event, target })
  const change = () => trail.transaction(tenantId, (_, add) => add({ ...event, target }))
  const rows = [['events/s', ...CLIENTS.map((clients) => `${clients} at once`)]]
  await record()
  await dropAuditGuards(db.connection())
  rows.push(['only inserted', ...(await rates(insert))])
  await db.from('audit_events').whereNull('sequence').delete()
  await createAuditGuards(db.connection())
  rows.push(['chained, each with a change', ...(await rates(change))])
  rows.push(['chained, alone', ...(await rates(record))])
  print(rows)
}

async function rates(work: () => Promise<unknown>): Promise<string[]> {
  const found: string[] = []
  for (const clients of CLIENTS) {
    await throughput(clients, EVENTS / 10, work)
    found.push(String(Math.round(await throughput(clients, EVENTS, work))))
  }
  return found
}

async function proving(): Promise<void> {
  const { AuditVerifier } = await import('#audit/audit_verifier')
  const verifier = await app.container.make(AuditVerifier)
  let events = 0
  const elapsed = await milliseconds(async () => {
    const { chains } = await verifier.verify(null, [])
    events = chains.reduce((sum, chain) => sum + chain.events, 0)
    if (chains.some(({ problems }) => problems > 0)) throw new Error('The trail is not proved')
  })
  print([
    ['events proved', 'ms', 'events/s'],
    [String(events), elapsed.toFixed(0), String(Math.round((events / elapsed) * 1_000))],
  ])
}

async function migrate(direction: 'up' | 'down'): Promise<void> {
  const batch = direction === 'down' ? { batch: 0 } : {}
  const runner = new MigrationRunner(db, app, { direction, ...batch })
  await runner.run()
  if (runner.error) throw runner.error
}
