import { randomUUID } from 'node:crypto'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { NIL, v7 as uuid } from 'uuid'
import { AuditChains } from '#audit/audit_chains'
import { AuditTrail, type AuditEntry } from '#audit/audit_trail'
import { AuditVerifier } from '#audit/audit_verifier'
import type { EventRow } from '#audit/event_row'
import { storedMoment } from '#audit/moments'
import AuditChain from '#models/audit_chain'
import AuditEvent from '#models/audit_event'
import DatabaseConnection from '#models/database_connection'
import { ApiPerson } from '#tests/support/api_person'
import { postgresBody } from '#tests/support/connection_bodies'
import { edit, eventsOf, keepChain, unguarded } from '#tests/support/tampering'
import { Vault } from '#vault/vault'

const EVENTS = 6

function entry(tenantId: string | null, changes: Partial<AuditEntry> = {}): AuditEntry {
  return {
    tenantId,
    actorId: uuid(),
    actorEmail: 'ada@example.com',
    action: 'connection.preview',
    target: { type: 'connection', id: uuid(), name: 'Sales' },
    outcome: 'failure',
    code: 'timeout',
    ip: '192.0.2.1',
    requestId: 'request-1',
    durationMs: 12,
    ...changes,
  }
}

async function chainOfEvents(count = EVENTS): Promise<string> {
  const trail = await app.container.make(AuditTrail)
  const tenantId = randomUUID()
  for (let event = 0; event < count; event++) await trail.record(entry(tenantId))
  return tenantId
}

async function verify(chainId: string, anchors: { sequence: number; hash: string }[] = []) {
  const verifier = await app.container.make(AuditVerifier)
  const { chains, lostAnchors } = await verifier.verify(chainId, anchors)
  const found = chains.flatMap(({ findings }) => findings)
  const told = found.map(({ problem, sequence }) => `${problem} ${sequence}`)
  return { told, found, lostAnchors, head: chains[0]?.head, events: chains[0]?.events }
}

/** Another value for each column that an event has, but for its place. */
const OTHER_VALUES: Omit<EventRow, 'chain_id' | 'sequence'> = {
  id: uuid(),
  hash: '0'.repeat(64),
  tenant_id: null,
  actor_id: uuid(),
  actor_email: 'eve@example.com',
  action: 'connection.test',
  target_type: 'user',
  target_id: null,
  target_name: 'sales',
  outcome: 'success',
  code: null,
  ip: '192.0.2.2',
  request_id: 'request-1 ',
  duration_ms: 13,
  created_at: storedMoment(new Date('2026-01-01T00:00:00.001Z')),
}

test.group('A chain of events', () => {
  test('is proved from its first event to its head', async ({ assert }) => {
    const chainId = await chainOfEvents()
    const { told, head, events } = await verify(chainId)
    const rows = await eventsOf(chainId)

    assert.deepEqual(told, [])
    assert.equal(events, EVENTS)
    assert.deepEqual(
      rows.map(({ sequence }) => Number(sequence)),
      [1, 2, 3, 4, 5, 6]
    )
    assert.deepEqual(head, { sequence: EVENTS, hash: rows.at(-1)?.hash })
  })

  test('covers every column that there is', async ({ assert }) => {
    const chainId = await chainOfEvents(1)
    const [row = {}] = await eventsOf(chainId)

    assert.sameMembers(Object.keys(row), [...Object.keys(OTHER_VALUES), 'chain_id', 'sequence'])
  })

  for (const [column, value] of Object.entries(OTHER_VALUES)) {
    test(`names the event of which ${column} was edited`, async ({ assert, cleanup }) => {
      const chainId = await chainOfEvents()
      cleanup(await keepChain(chainId))
      await edit(chainId, 3, { [column]: value })
      const { told, found } = await verify(chainId)

      assert.deepEqual(told, ['edited 3'])
      const [, , row] = await eventsOf(chainId)
      assert.equal(found[0]?.eventId, row?.id)
    })
  }

  const tampering: Record<string, { act: (id: string) => Promise<unknown>; found: string[] }> = {
    'a column and the hash of one event': {
      act: (id) => edit(id, 3, { outcome: 'success', hash: 'f'.repeat(64) }),
      found: ['edited 3', 'unprovable 4'],
    },
    'two events that changed places': {
      act: async (id) => {
        await edit(id, 3, { sequence: 99 })
        await edit(id, 4, { sequence: 3 })
        await edit(id, 99, { sequence: 4 })
      },
      found: ['edited 3', 'unprovable 4', 'unprovable 5'],
    },
    'an event that is gone': {
      act: (id) => remove(id, 4),
      found: ['missing 4'],
    },
    'the first event that is gone': { act: (id) => remove(id, 1), found: ['missing 1'] },
    'several events that are gone': {
      act: async (id) => [await remove(id, 2), await remove(id, 3), await remove(id, 5)],
      found: ['missing 2', 'missing 5'],
    },
    'events renumbered over a gap': {
      act: async (id) => {
        await remove(id, 4)
        await edit(id, 5, { sequence: 4 })
        await edit(id, 6, { sequence: 5 })
        await changeHead(id, { sequence: 5 })
      },
      found: ['edited 4', 'unprovable 5'],
    },
    'a tail that was cut': {
      act: async (id) => [await remove(id, 5), await remove(id, 6)],
      found: ['tail_missing 5'],
    },
    'all events gone': {
      act: (id) => unguarded(() => db.from('audit_events').where('chain_id', id).delete()),
      found: ['tail_missing 1'],
    },
    'a head with another hash': {
      act: (id) => changeHead(id, { hash: 'a'.repeat(64) }),
      found: ['head_forged 6'],
    },
    'a head that is turned back': {
      act: (id) => changeHead(id, { sequence: 5 }),
      found: ['head_forged 5', 'foreign 6'],
    },
    'a head that is put forward': {
      act: (id) => changeHead(id, { sequence: 9 }),
      found: ['tail_missing 7'],
    },
    'an event that was put in after the head': {
      act: (id) => insertLike(id, { sequence: 7 }),
      found: ['foreign 7'],
    },
    'an event that was put in, head and all': {
      act: async (id) => [
        await insertLike(id, { sequence: 7, hash: 'b'.repeat(64) }),
        await changeHead(id, { sequence: 7, hash: 'b'.repeat(64) }),
      ],
      found: ['edited 7'],
    },
    'an event that was put in before the first': {
      act: (id) => insertLike(id, { sequence: 0 }),
      found: ['foreign 0'],
    },
    'an event of the tenant in another chain': {
      act: (id) => insertLike(id, { chain_id: NIL, sequence: 1_000_000 }),
      found: ['foreign 1000000'],
    },
    'an event that claims to be older than the chain': {
      act: (id) => insertLike(id, { chain_id: null, sequence: null, hash: null }),
      found: ['older_changed 0'],
    },
    'a beginning that was moved': {
      act: async (id) => {
        const row = await db.from('audit_events').where({ chain_id: id, sequence: 2 }).firstOrFail()
        await changeHead(id, { pruned_sequence: 2, pruned_hash: row.hash })
        await unguarded(() =>
          db.from('audit_events').where('chain_id', id).where('sequence', '<', 3).delete()
        )
      },
      found: ['anchor_forged 2'],
    },
    'a chain whose key is that of another': {
      act: async (id) => {
        const other = await AuditChain.findOrFail(await chainOfEvents(1))
        await changeHead(id, { sealed_key: other.sealedKey })
      },
      found: ['key_unreadable null'],
    },
    'a chain that is gone': {
      act: (id) => unguarded(() => db.from('audit_chains').where('id', id).delete()),
      found: ['chain_missing null'],
    },
  }

  for (const [what, { act, found }] of Object.entries(tampering)) {
    test(`tells of ${what}`, async ({ assert, cleanup }) => {
      const chainId = await chainOfEvents()
      cleanup(await keepChain(chainId))
      await act(chainId)

      assert.deepEqual((await verify(chainId)).told, found)
    })
  }

  test('tells of an event in the place of another, also between two batches', async ({
    assert,
    cleanup,
  }) => {
    const trail = await app.container.make(AuditTrail)
    const chainId = randomUUID()
    await trail.transaction(chainId, async (_, record) => {
      for (let event = 0; event < 1_001; event++) await record(entry(chainId))
    })
    const place = ['chain_id', 'sequence']
    await db.connection().schema.alterTable('audit_events', (table) => table.dropUnique(place))
    cleanup(() => db.connection().schema.alterTable('audit_events', (table) => table.unique(place)))
    cleanup(async () => {
      await unguarded(() =>
        db.from('audit_events').where('chain_id', chainId).where('id', 'like', 'f%').delete()
      )
    })
    for (const sequence of [1_000, 1_001]) {
      await insertLike(chainId, { id: `f${uuid().slice(1)}`, sequence })
    }

    assert.deepEqual((await verify(chainId)).told, ['foreign 1000', 'foreign 1001'])
  })

  test('an end that was cut off together with its head takes a head noted before', async ({
    assert,
    cleanup,
  }) => {
    const chainId = await chainOfEvents()
    const noted = (await verify(chainId)).head
    if (!noted) throw new Error('The chain has no head')
    assert.deepEqual((await verify(chainId, [noted])).lostAnchors, [])
    cleanup(await keepChain(chainId))
    const [, , , fourth] = await eventsOf(chainId)
    await remove(chainId, 5)
    await remove(chainId, 6)
    await changeHead(chainId, { sequence: 4, hash: fourth?.hash })

    assert.deepEqual((await verify(chainId)).told, [])
    assert.deepEqual((await verify(chainId, [noted])).lostAnchors, [noted])
  })

  test('a chain that is gone is not begun anew over its events', async ({ assert, cleanup }) => {
    const chainId = await chainOfEvents()
    cleanup(await keepChain(chainId))
    await unguarded(() => db.from('audit_chains').where('id', chainId).delete())
    const elsewhere = new AuditTrail(new AuditChains(await app.container.make(Vault)))

    for (const trail of [elsewhere, await app.container.make(AuditTrail)]) {
      await assert.rejects(
        () => trail.record(entry(chainId)),
        'This server cannot answer just now.'
      )
    }
    assert.lengthOf(await eventsOf(chainId), EVENTS)
  })
})

test.group('What is written to the trail', () => {
  const odd = {
    'an email with a zero in it': { actorEmail: 'ada\0@example.com' },
    'half a character': { requestId: 'x\ud83d' },
    'more than a column holds': {
      actorEmail: 'é'.repeat(300),
      target: { type: 't'.repeat(99), id: 'i'.repeat(99), name: '👍'.repeat(300) },
      ip: '1'.repeat(99),
      requestId: 'r'.repeat(99),
      code: 'c'.repeat(99),
    },
    'every alphabet, and spaces at the end': {
      actorEmail: 'Ünïcødé 日本語 👍🏽 \u2028 ﬀ İ ',
      requestId: 'a  ',
    },
    'a duration beyond every column': { durationMs: 1e12 },
    'a duration that is no number': { durationMs: Number.NaN },
    'a fraction': { durationMs: 1.5 },
    'nothing but what must be': {
      actorId: null,
      actorEmail: null,
      target: undefined,
      code: undefined,
      ip: null,
      requestId: null,
      durationMs: null,
    },
  }

  for (const [what, changes] of Object.entries(odd)) {
    test(`${what} is kept, and proved`, async ({ assert }) => {
      const tenantId = randomUUID()
      const trail = await app.container.make(AuditTrail)
      await trail.record(entry(tenantId, changes))
      const [row] = await eventsOf(tenantId)

      assert.deepEqual((await verify(tenantId)).told, [])
      assert.notInclude(JSON.stringify(row), '\\u0000')
    })
  }

  test('moments are kept to the millisecond', async ({ assert }) => {
    const tenantId = await chainOfEvents(1)
    const before = Date.now()
    const event = await AuditEvent.findByOrFail('chain_id', tenantId)

    assert.isAtMost(before - event.createdAt.toMillis(), 60_000)
    assert.isAtLeast(before - event.createdAt.toMillis(), 0)
  })

  test('what belongs to no tenant has a chain of its own', async ({ assert }) => {
    const trail = await app.container.make(AuditTrail)
    await trail.record(entry(null, { action: 'session.login' }))

    assert.deepEqual((await verify(NIL)).told, [])
    assert.isNotEmpty(await eventsOf(NIL))
  })

  test('an event of another tenant is refused by the transaction', async ({ assert }) => {
    const trail = await app.container.make(AuditTrail)
    await assert.rejects(
      () => trail.transaction(randomUUID(), (_, record) => record(entry(randomUUID()))),
      /another tenant/
    )
  })
})

test.group('Events that are older than chains', () => {
  async function olderEvents(tenantId: string) {
    const moment = storedMoment(new Date('2025-05-05T05:05:05.000Z'))
    const rows = [1, 2, 3].map(() => ({
      id: uuid(),
      tenant_id: tenantId,
      action: 'connection.test',
      outcome: 'success',
      created_at: moment,
    }))
    await unguarded(() => db.table('audit_events').multiInsert(rows))
    return rows
  }

  const tampering: Record<string, (id: string) => Promise<unknown>> = {
    'edited': (id) => db.from('audit_events').where('id', id).update({ outcome: 'failure' }),
    'taken away': (id) => db.from('audit_events').where('id', id).delete(),
  }

  for (const [what, act] of Object.entries(tampering)) {
    test(`are covered by the chain that begins after them: one is ${what}`, async ({ assert }) => {
      const tenantId = randomUUID()
      const [, second] = await olderEvents(tenantId)
      const trail = await app.container.make(AuditTrail)
      await trail.record(entry(tenantId))
      assert.deepEqual((await verify(tenantId)).told, [])
      await unguarded(() => act(second?.id ?? ''))
      const { told } = await verify(tenantId)
      await unguarded(() => db.from('audit_events').where('tenant_id', tenantId).delete())
      await unguarded(() => db.from('audit_chains').where('id', tenantId).delete())

      assert.deepEqual(told, ['older_changed 0'])
    })
  }
})

test.group('A trail that many write to', () => {
  test('changes of one tenant at the same moment are all made, and all in the chain', async ({
    assert,
  }) => {
    const person = await ApiPerson.create()
    const names = Array.from({ length: 20 }, (_, index) => `Connection ${index}`)
    const created = await Promise.all(
      names.map((name) => person.post('/connectors', postgresBody({ name })))
    )
    const ids = created.map(({ body }) => body.data.id as string)
    const updated = await Promise.all(
      ids.map((id) => person.patch(`/connectors/${id}`, { name: `${id} renamed` }))
    )
    const deleted = await Promise.all(ids.map((id) => person.delete(`/connectors/${id}`)))
    const { told, events } = await verify(person.user.tenantId)

    assert.deepEqual(new Set(created.map(({ status }) => status)), new Set([201]))
    assert.deepEqual(new Set(updated.map(({ status }) => status)), new Set([200]))
    assert.deepEqual(new Set(deleted.map(({ status }) => status)), new Set([204]))
    assert.deepEqual(told, [])
    assert.equal(events, 61)
  })

  test('events, changes and refusals side by side are each in it once', async ({ assert }) => {
    const trail = await app.container.make(AuditTrail)
    const tenantId = randomUUID()
    const names = Array.from({ length: 150 }, (_, index) => `event ${index}`)
    const named = (name: string) => entry(tenantId, { requestId: name })
    await Promise.all(
      names.map((name, index) =>
        index % 10 === 0
          ? trail.transaction(tenantId, (_, record) => record(named(name)))
          : trail.record(named(name))
      )
    )
    const written = (await eventsOf(tenantId)).map(({ request_id: name }) => name)

    assert.sameMembers(written, names)
    assert.deepEqual((await verify(tenantId)).told, [])
  })

  test('servers that meet a new tenant at the same moment begin one chain', async ({ assert }) => {
    const vault = await app.container.make(Vault)
    const servers = Array.from({ length: 4 }, () => new AuditTrail(new AuditChains(vault)))
    const tenantId = randomUUID()
    await Promise.all(servers.map((trail) => trail.record(entry(tenantId))))

    assert.deepEqual((await verify(tenantId)).told, [])
    assert.lengthOf(await eventsOf(tenantId), servers.length)
  })

  test('can be proved while it is written to', async ({ assert }) => {
    const tenantId = await chainOfEvents()
    const trail = await app.container.make(AuditTrail)
    const writing = Array.from({ length: 50 }, () => trail.record(entry(tenantId)))
    const reports = [verify(tenantId), verify(tenantId), verify(tenantId)]
    await Promise.all(writing)

    for (const { told } of await Promise.all(reports)) assert.deepEqual(told, [])
  })

  test('a change that fails leaves no event and no gap', async ({ assert }) => {
    const trail = await app.container.make(AuditTrail)
    const tenantId = await chainOfEvents(1)
    await assert.rejects(
      () =>
        trail.transaction(tenantId, async (_, record) => {
          await record(entry(tenantId))
          throw new Error('No')
        }),
      'No'
    )
    await trail.record(entry(tenantId))

    assert.lengthOf(await eventsOf(tenantId), 2)
    assert.deepEqual((await verify(tenantId)).told, [])
    assert.isEmpty(await DatabaseConnection.query().where('tenant_id', tenantId))
  })
})

function remove(chainId: string, sequence: number) {
  return unguarded(() => db.from('audit_events').where({ chain_id: chainId, sequence }).delete())
}

function changeHead(chainId: string, changes: Record<string, unknown>) {
  return unguarded(() => db.from('audit_chains').where('id', chainId).update(changes))
}

/** Copies the last event to another place. */
async function insertLike(chainId: string, changes: Partial<EventRow>) {
  const last = (await eventsOf(chainId)).at(-1)
  await unguarded(() => db.table('audit_events').insert({ ...last, id: uuid(), ...changes }))
}
