import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { v7 as uuid } from 'uuid'
import { TenantFactory } from '#database/factories/tenant_factory'
import { AuditChains } from '#audit/audit_chains'
import { AuditPruner } from '#audit/audit_pruner'
import { AuditTrail } from '#audit/audit_trail'
import { storedMoment } from '#audit/moments'
import AuditChain from '#models/audit_chain'
import type Tenant from '#models/tenant'
import { SYSTEM } from '#services/system_actor'
import { ace } from '#tests/support/ace_process'
import { edit, eventsOf, keepChain, unguarded } from '#tests/support/tampering'

const LATER = '2100-01-01'

/** A tenant with as many events. */
async function tenantWith(events: number): Promise<Tenant> {
  const tenant = await TenantFactory.create()
  await addEvents(tenant.id, events)
  return tenant
}

async function addEvents(tenantId: string, events: number): Promise<void> {
  const trail = await app.container.make(AuditTrail)
  const target = { type: 'user', id: randomUUID(), name: 'Zoë 👋' }
  const adding = Array.from({ length: events }, () =>
    trail.record({ ...SYSTEM, tenantId, action: 'user.create', target })
  )
  await Promise.all(adding)
}

async function inFolder(cleanup: (run: () => Promise<void>) => void): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'varlor-audit-'))
  cleanup(() => rm(folder, { recursive: true }))
  return folder
}

async function linesOf(path: string): Promise<Record<string, unknown>[]> {
  const content = await readFile(path, 'utf8')
  return content
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
}

test.group('audit:verify', (group) => {
  group.each.timeout(120_000)

  test('proves a trail, and prints its head', async ({ assert }) => {
    const { id, slug } = await tenantWith(3)
    const { exitCode, stdout } = await ace(['audit:verify', `--tenant=${slug}`])
    const { hash } = await AuditChain.findOrFail(id)

    assert.equal(exitCode, 0)
    assert.include(stdout, `✓ ${slug}: 3 events, head 3:${hash}`)
    assert.include(stdout, 'The trail is what was written.')
  })

  test('names the row that was edited by hand, and exits with 1', async ({ assert, cleanup }) => {
    const { id, slug } = await tenantWith(3)
    cleanup(await keepChain(id))
    await edit(id, 2, { outcome: 'denied' })
    const { exitCode, stdout } = await ace(['audit:verify', `--tenant=${slug}`])
    const [, second] = await eventsOf(id)

    assert.equal(exitCode, 1)
    assert.include(stdout, `✗ ${slug} event 2 (${second?.id}): This event is not what was written`)
    assert.include(stdout, 'The trail is NOT what was written.')
  })

  test('answers with JSON; the tenant may be gone, and a noted head is looked for', async ({
    assert,
  }) => {
    const tenant = await tenantWith(2)
    const { sequence, hash } = await AuditChain.findOrFail(tenant.id)
    await tenant.delete()
    const anchors = [`--anchor=${sequence}:${hash}`, `--anchor=1:${'0'.repeat(64)}`]
    const { exitCode, stdout } = await ace([
      ...['audit:verify', `--tenant=${tenant.id}`, ...anchors, '--json'],
    ])

    assert.equal(exitCode, 1)
    assert.deepEqual(JSON.parse(stdout).data, {
      proved: false,
      chains: [
        {
          chainId: tenant.id,
          tenant: tenant.id,
          events: 2,
          head: { sequence: 2, hash },
          problems: 0,
          findings: [],
        },
      ],
      lostAnchors: [{ sequence: 1, hash: '0'.repeat(64) }],
      unchained: 0,
    })
  })

  test('refuses a tenant that there never was, and an anchor that is none', async ({ assert }) => {
    const nobody = await ace(['audit:verify', '--tenant=nobody'])
    const malformed = await ace(['audit:verify', '--anchor=12'])

    assert.deepEqual([nobody.exitCode, malformed.exitCode], [1, 1])
    assert.include(nobody.stderr, 'There is no tenant "nobody".')
    assert.include(malformed.stderr, 'anchor')
  })

  test('every trail of this run verifies', async ({ assert }) => {
    const { exitCode, stdout } = await ace(['audit:verify', '--json'])
    const { chains } = JSON.parse(stdout).data

    assert.isNotEmpty(chains)
    assert.isEmpty(chains.filter(({ problems }: { problems: number }) => problems > 0))
    assert.equal(exitCode, 0)
  })
})

test.group('audit:export', (group) => {
  group.each.timeout(120_000)

  test('writes a file for its owner only, in the order of the chain', async ({
    assert,
    cleanup,
  }) => {
    const { id, slug } = await tenantWith(1_003)
    const file = join(await inFolder(cleanup), 'trail.jsonl')
    const { exitCode } = await ace(['audit:export', `--tenant=${slug}`, `--output=${file}`])
    const lines = await linesOf(file)
    const rows = await eventsOf(id)

    assert.equal(exitCode, 0)
    assert.equal((await stat(file)).mode & 0o777, 0o600)
    assert.lengthOf(lines, 1_004)
    assert.deepEqual(
      lines.map(({ sequence, hash }) => [sequence, hash]),
      rows.map(({ sequence, hash }) => [Number(sequence), hash])
    )
    assert.containSubset(lines[0], { target: { type: 'user', name: 'Zoë 👋' }, tenantId: id })
    assert.equal(lines.at(-1)?.action, 'audit.export')
  })

  test('writes to standard output, and does not write over a file', async ({ assert, cleanup }) => {
    const { slug } = await tenantWith(2)
    const file = join(await inFolder(cleanup), 'trail.jsonl')
    const { stdout } = await ace(['audit:export', `--tenant=${slug}`, `--from=${LATER}`])
    const again = ['audit:export', `--tenant=${slug}`, '--to=2100-01-01T00:00', `--output=${file}`]
    const first = await ace(again)
    const second = await ace(again)

    assert.equal(stdout, '')
    assert.deepEqual([first.exitCode, second.exitCode], [0, 1])
    assert.include(second.stderr, 'is there already')
    assert.lengthOf(await linesOf(file), 4)
  })
})

test.group('audit:prune', (group) => {
  group.each.timeout(120_000)

  test('takes old events away, and what is left is proved', async ({ assert, cleanup }) => {
    const { id, slug } = await tenantWith(2_500)
    const file = join(await inFolder(cleanup), 'old.jsonl')
    const { exitCode, stdout } = await ace([
      ...['audit:prune', `--before=${LATER}`, `--tenant=${slug}`, '--yes', `--output=${file}`],
    ])
    await addEvents(id, 2)
    const left = await eventsOf(id)
    const verified = await ace(['audit:verify', `--tenant=${slug}`])

    assert.equal(exitCode, 0)
    assert.include(stdout, '2500 events removed.')
    assert.lengthOf(await linesOf(file), 2_500)
    assert.deepEqual(
      left.map(({ sequence, action, target_name: name }) => [Number(sequence), action, name]),
      [
        [2_501, 'audit.prune', 'up to 2500'],
        [2_502, 'user.create', 'Zoë 👋'],
        [2_503, 'user.create', 'Zoë 👋'],
      ]
    )
    assert.equal(verified.exitCode, 0, verified.stdout)
  })

  test('keeps what is young, asks before it does anything, and takes a refusal', async ({
    assert,
  }) => {
    const { id, slug } = await tenantWith(2)
    const young = await ace(['audit:prune', '--keep-days=30', `--tenant=${slug}`, '--yes'])
    const asked = await ace(['audit:prune', `--before=${LATER}`, `--tenant=${slug}`], 'n\n')
    const neither = await ace(['audit:prune', `--tenant=${slug}`, '--yes'])

    assert.include(young.stdout, 'Nothing is that old.')
    assert.include(asked.stdout, 'Remove 2 events of')
    assert.equal(asked.exitCode, 1)
    assert.equal(neither.exitCode, 1)
    assert.lengthOf(await eventsOf(id), 2)
  })

  test('touches nothing that does not verify', async ({ assert, cleanup }) => {
    const { id, slug } = await tenantWith(3)
    cleanup(await keepChain(id))
    await edit(id, 2, { outcome: 'denied' })
    const { exitCode, stderr } = await ace([
      ...['audit:prune', `--before=${LATER}`, `--tenant=${slug}`, '--yes'],
    ])

    assert.equal(exitCode, 1)
    assert.include(stderr, 'does not verify: at 2: This event is not what was written')
    assert.lengthOf(await eventsOf(id), 3)
  })

  test('stops at the first event that is not old enough, and takes older ones along', async ({
    assert,
  }) => {
    const tenantId = randomUUID()
    const moment = storedMoment(new Date('2025-05-05T05:05:05.000Z'))
    const older = { tenant_id: tenantId, action: 'user.create', outcome: 'success' }
    await unguarded(() =>
      db.table('audit_events').insert({ ...older, id: uuid(), created_at: moment })
    )
    await addEvents(tenantId, 5)
    const pruner = await app.container.make(AuditPruner)
    const [, , , fourth] = await eventsOf(tenantId)
    const none = await pruner.plan(tenantId, new Date('2025-06-01'))
    const plan = await pruner.plan(tenantId, new Date(LATER))

    assert.isNull(none)
    assert.containSubset(plan, { events: 5, older: 1, until: 5 })
    if (!plan || !fourth) throw new Error('There is no plan')
    await pruner.prune({ ...plan, until: 3 })
    const left = await db.from('audit_events').where('tenant_id', tenantId).orderBy('sequence')
    assert.deepEqual(
      left.map(({ sequence }) => Number(sequence)),
      [4, 5, 6]
    )
    assert.equal((await ace(['audit:verify', `--tenant=${tenantId}`])).exitCode, 0)
  })

  test('what was made to look older than a chain that has begun anew stays: it is evidence', async ({
    assert,
  }) => {
    const { id: tenantId } = await tenantWith(3)
    const pruner = await app.container.make(AuditPruner)
    const first = await pruner.plan(tenantId, new Date(LATER))
    if (!first) throw new Error('There is no plan')
    await pruner.prune(first)
    const forged = { tenant_id: tenantId, action: 'user.create', outcome: 'success' }
    const moment = storedMoment(new Date('2025-05-05T05:05:05.000Z'))
    const id = uuid()
    await unguarded(() => db.table('audit_events').insert({ ...forged, id, created_at: moment }))
    const second = await pruner.plan(tenantId, new Date(LATER))
    if (!second) throw new Error('There is no plan')
    await pruner.prune(second)

    assert.equal(second.older, 0)
    assert.isNotNull(await db.from('audit_events').where('id', id).first())
    assert.equal((await ace(['audit:verify', `--tenant=${tenantId}`])).exitCode, 1)
    await unguarded(() => db.from('audit_events').where('id', id).delete())
  })

  test('events older than the chain go in the transaction of its first, or not at all', async ({
    assert,
    cleanup,
  }) => {
    const tenantId = randomUUID()
    const older = { tenant_id: tenantId, action: 'user.create', outcome: 'success' }
    const moment = storedMoment(new Date('2025-05-05T05:05:05.000Z'))
    await unguarded(() =>
      db.table('audit_events').insert({ ...older, id: uuid(), created_at: moment })
    )
    await addEvents(tenantId, 1_500)
    class Dying extends AuditTrail {
      #runs = 0
      async transaction<T>(...given: Parameters<AuditTrail['transaction']>): Promise<T> {
        if (this.#runs++ > 0) throw new Error('Died between two batches')
        return super.transaction(...given) as Promise<T>
      }
    }
    const chains = await app.container.make(AuditChains)
    app.container.swap(AuditTrail, () => new Dying(chains))
    cleanup(() => app.container.restore(AuditTrail))
    const pruner = await app.container.make(AuditPruner)
    const plan = await pruner.plan(tenantId, new Date(LATER))
    if (!plan) throw new Error('There is no plan')
    await assert.rejects(() => pruner.prune(plan), 'Died between two batches')

    assert.equal((await ace(['audit:verify', `--tenant=${tenantId}`])).exitCode, 0)
  })
})
