import { randomUUID } from 'node:crypto'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { v7 as uuid } from 'uuid'
import { AuditTrail } from '#audit/audit_trail'
import { SYSTEM } from '#services/system_actor'
import { eventsOf } from '#tests/support/tampering'

const DIALECT = db.connection().dialect.name

async function chain(): Promise<string> {
  const trail = await app.container.make(AuditTrail)
  const tenantId = randomUUID()
  for (const name of ['a', 'b']) {
    const target = { type: 'tenant', id: tenantId, name }
    await trail.record({ ...SYSTEM, tenantId, action: 'tenant.create', target })
  }
  return tenantId
}

const refused: Record<string, (id: string) => Promise<unknown>> = {
  'editing an event': (id) =>
    db.from('audit_events').where('chain_id', id).update({ outcome: 'denied' }),
  'removing an event': (id) => db.from('audit_events').where('chain_id', id).delete(),
  'removing all events': () => db.from('audit_events').delete(),
  'an event without a place in a chain': (id) =>
    db.table('audit_events').insert({
      id: uuid(),
      tenant_id: id,
      action: 'tenant.create',
      outcome: 'success',
      created_at: '2026-01-01 00:00:00.000',
    }),
  'removing a chain': (id) => db.from('audit_chains').where('id', id).delete(),
  'turning a chain back': (id) => db.from('audit_chains').where('id', id).update({ sequence: 1 }),
  'renaming a chain': (id) => db.from('audit_chains').where('id', id).update({ id: uuid() }),
}

/** Ways of one database only. */
const ways: Record<string, Record<string, (id: string) => Promise<unknown>>> = {
  'postgres': {
    'truncating events': () => db.rawQuery('truncate audit_events'),
    'truncating chains': () => db.rawQuery('truncate audit_chains'),
    'an upsert': (id) =>
      db.rawQuery(
        `insert into audit_events select * from audit_events where chain_id = ?
          on conflict (id) do update set outcome = 'denied'`,
        [id]
      ),
  },
  'mysql': {
    replacing: (id) =>
      db.rawQuery('replace into audit_events select * from audit_events where chain_id = ?', [id]),
  },
  'better-sqlite3': {
    'replacing an event': (id) =>
      db.rawQuery(
        'insert or replace into audit_events select * from audit_events where chain_id = ?',
        [id]
      ),
    'replacing an event by its rowid': (id) =>
      db.rawQuery(
        `insert or replace into audit_events
          (rowid, id, action, outcome, created_at, chain_id, sequence, hash)
          select rowid, 'another', action, outcome, created_at, chain_id, 99, hash
          from audit_events where chain_id = ? and sequence = 1`,
        [id]
      ),
    'replacing a chain by its rowid': (id) =>
      db.rawQuery(
        `insert or replace into audit_chains (rowid, id, sealed_key, master_key_id, sequence, hash,
            pruned_sequence, pruned_hash, pruned_proof, created_at, updated_at)
          select rowid, 'another', sealed_key, master_key_id, sequence, hash,
            pruned_sequence, pruned_hash, pruned_proof, created_at, updated_at
          from audit_chains where id = ?`,
        [id]
      ),
    'pushing a chain away by its rowid': async (id) => {
      const other = await chain()
      await db.rawQuery(
        `update or replace audit_chains
          set rowid = (select rowid from audit_chains where id = ?) where id = ?`,
        [id, other]
      )
    },
    'replacing a chain': (id) =>
      db.rawQuery('insert or replace into audit_chains select * from audit_chains where id = ?', [
        id,
      ]),
  },
}

test.group('The database itself', () => {
  for (const [what, act] of Object.entries({ ...refused, ...ways[DIALECT] })) {
    test(`refuses ${what}`, async ({ assert }) => {
      const id = await chain()
      const before = await eventsOf(id)
      const row = await db.from('audit_chains').where('id', id).first()

      await assert.rejects(() => act(id), /append-only/)
      assert.deepEqual(await eventsOf(id), before)
      assert.deepEqual(await db.from('audit_chains').where('id', id).first(), row)
    })
  }
})
