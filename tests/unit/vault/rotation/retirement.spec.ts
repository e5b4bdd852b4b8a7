import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { v7 as uuid } from 'uuid'
import { describeError } from '#exceptions/describe_error'
import { loggable } from '#exceptions/loggable'
import AuditEvent from '#models/audit_event'
import RetiredKey from '#models/retired_key'
import { DATABASES, migrate, useScratchDatabase } from '#tests/support/scratch_database'
import { failureOf, randomKey } from '#tests/unit/vault/fixtures'
import { processWith, rotationRequest, sealTenant } from './sealed_installation.js'

for (const kind of DATABASES) {
  test.group(`Verifying and retiring keys on ${kind}`, (group) => {
    useScratchDatabase(group, kind)
    group.each.timeout(60_000)

    test('after a rotation everything opens without the old key, and it can be retired', async ({
      assert,
    }) => {
      const { alone, after, oldId } = await rotated()
      const report = await alone.verify()
      assert.deepEqual(report.faults, [])
      assert.deepEqual(
        report.columns.map(({ table, rows, opened }) => [table, rows, opened]),
        [
          ['database_connections', 3, 3],
          ['password_rotations', 1, 1],
          ['audit_chains', 2, 2],
        ]
      )
      const { openedRows } = await alone.retire(oldId)
      assert.equal(openedRows, 6)
      const [retired] = await RetiredKey.all()
      assert.containSubset(retired?.$attributes, { masterKeyId: oldId, openedRows: 6 })
      const event = await AuditEvent.findByOrFail('action', 'keys.retire')
      assert.containSubset(event.$attributes, { targetId: oldId, outcome: 'success' })
      assert.deepEqual((await after.verify()).faults, [])
    })

    test('one row put back under the old key is found and named, and the key stays', async ({
      assert,
    }) => {
      const { alone, before, oldId, tenantId, ids } = await rotated()
      const id = ids[1] ?? ''
      const sealed = await before.vault.seal({ tenantId, connectionId: id }, { password: 'p' })
      const columns = { sealed_credentials: sealed.token, master_key_id: sealed.masterKeyId }
      for (const put of [columns, { sealed_credentials: sealed.token }]) {
        await db.from('database_connections').where({ id }).update(put)
        const { faults, columns: counted } = await alone.verify()
        assert.deepEqual(
          faults.map((fault) => [fault.table, fault.id]),
          [['database_connections', id]]
        )
        assert.include(faults[0]?.reason ?? '', oldId)
        assert.containSubset(counted[0], { rows: 3, opened: 2 })
        const error = await failureOf(alone.retire(oldId))
        assert.equal(error.code, 'E_KEYS_REFUSED')
        assert.include(error.message, `database_connections ${id}`)
        assert.deepEqual(await RetiredKey.all(), [])
        await db
          .from('database_connections')
          .where({ id })
          .update({ master_key_id: alone.keyring.active.id })
      }
    })

    test('a row whose column names another key than its token is a fault', async ({ assert }) => {
      const { alone, oldId, ids } = await rotated()
      await db
        .from('database_connections')
        .where('id', ids[0] ?? '')
        .update({ master_key_id: oldId })
      const { faults } = await alone.verify()
      assert.lengthOf(faults, 1)
      assert.match(faults[0]?.reason ?? '', /master_key_id says/)
    })

    test('what changes between opening and locking is opened again', async ({ assert }) => {
      const { alone, before, oldId, tenantId, ids } = await rotated()
      const id = ids[2] ?? ''
      const { trail } = alone
      const { transaction } = trail
      // What the retirement waits for last before it locks writers out.
      trail.transaction = async (...args) => {
        const { token } = await before.vault.seal({ tenantId, connectionId: id }, { password: 'p' })
        await db.from('database_connections').where({ id }).update({ sealed_credentials: token })
        return transaction.apply(trail, args) as never
      }
      const error = await failureOf(alone.retire(oldId))
      assert.equal(error.code, 'E_KEYS_REFUSED')
      assert.include(error.message, `database_connections ${id}`)
      assert.deepEqual(await RetiredKey.all(), [])
    })

    test('whoever writes while the key is being retired is refused afterwards', async ({
      assert,
    }) => {
      const { alone, before, oldId, tenantId, ids } = await rotated()
      const id = ids[0] ?? ''
      const sealed = await before.vault.seal({ tenantId, connectionId: id }, { password: 'p' })
      const columns = { sealed_credentials: sealed.token, master_key_id: sealed.masterKeyId }
      let writing: Promise<Error> | undefined
      const { trail } = alone
      const { transaction } = trail
      trail.transaction = (tenant, work) =>
        transaction.call(trail, tenant, async (...args) => {
          const result = await work(...args)
          // Nothing is committed yet, and all is locked.
          const update = db.from('database_connections').where({ id }).update(columns)
          writing = failureOf(Promise.resolve(update))
          return result
        }) as never
      await alone.retire(oldId)
      assert.equal(loggable(await writing).retiredKey, oldId)
      assert.deepEqual((await alone.verify()).faults, [])
    })

    test('writers that leave it no moment are what it says, and the key stays', async ({
      assert,
    }) => {
      const { alone, oldId } = await rotated()
      const gaveUp = Object.assign(new Error('waited too long'), { code: 'ER_LOCK_WAIT_TIMEOUT' })
      alone.trail.transaction = () => Promise.reject(gaveUp)
      const error = await failureOf(alone.retire(oldId))
      assert.equal(error.code, 'E_KEYS_REFUSED')
      assert.match(error.message, /without a pause.*try again/)
      assert.equal(error.cause, gaveUp)
      assert.deepEqual(await RetiredKey.all(), [])
    })

    if (kind !== 'SQLite') {
      // Where several transactions write at once.
      test('a writer that has not committed yet is waited for', async ({ assert }) => {
        const { alone, before, oldId, tenantId, ids } = await rotated()
        const id = ids[0] ?? ''
        const sealed = await before.vault.seal({ tenantId, connectionId: id }, { password: 'p' })
        const columns = { sealed_credentials: sealed.token, master_key_id: sealed.masterKeyId }
        const writer = await db.transaction()
        await writer.from('database_connections').where({ id }).update(columns)
        const { trail } = alone
        const { transaction } = trail
        trail.transaction = async (...args) => {
          const result = transaction.apply(trail, args)
          result.catch(() => {})
          await writer.commit()
          return result as never
        }
        const error = await failureOf(alone.retire(oldId))
        assert.equal(error.code, 'E_KEYS_REFUSED')
        assert.include(error.message, id)
      })

      test('a writer whose transaction began before sees that the key is retired', async ({
        assert,
      }) => {
        const { alone, before, oldId, tenantId, ids } = await rotated()
        const id = ids[0] ?? ''
        const sealed = await before.vault.seal({ tenantId, connectionId: id }, { password: 'p' })
        const columns = { sealed_credentials: sealed.token, master_key_id: sealed.masterKeyId }
        const writer = await db.transaction()
        await writer.from('database_connections').where({ id }).firstOrFail()
        await alone.retire(oldId)
        const update = writer.from('database_connections').where({ id }).update(columns)
        const error = await failureOf(Promise.resolve(update))
        assert.equal(loggable(error).retiredKey, oldId)
        await writer.rollback()
      })
    }

    test('the active key, an unknown one and one that is retired are refused', async ({
      assert,
    }) => {
      const { alone, oldId } = await rotated()
      assert.equal((await failureOf(alone.retire('0123456789abcdef'))).code, 'E_KEYS_REFUSED')
      assert.instanceOf(await failureOf(alone.retire(alone.keyring.active.id)), TypeError)
      await alone.retire(oldId)
      assert.match((await failureOf(alone.retire(oldId))).message, /retired already/)
    })

    test('a retired key cannot be written any more, in {table}')
      .with([
        { table: 'database_connections', column: 'sealed_credentials' },
        { table: 'password_rotations', column: 'sealed_credentials' },
        { table: 'audit_chains', column: 'sealed_key' },
      ])
      .run(async ({ assert }, { table, column }) => {
        const { alone, oldId, tenantId } = await rotated()
        await alone.retire(oldId)
        const mine = table === 'audit_chains' ? { id: tenantId } : { tenant_id: tenantId }
        const row = await db.from(table).where(mine).firstOrFail()
        const update = async () =>
          db
            .from(table)
            .where('id', row.id)
            .update({ master_key_id: oldId, [column]: 'x' })
        const insert = async () => {
          const copy = { ...row, id: uuid(), master_key_id: oldId }
          if (table === 'database_connections') copy.name_key = copy.id
          if (table === 'password_rotations') await db.from(table).where('id', row.id).delete()
          await db.table(table).insert(copy)
        }
        const writes: (() => Promise<unknown>)[] = [update, insert]
        for (const write of writes) {
          const error = await failureOf(Promise.try(write))
          const { status, errors } = describeError(error)
          assert.deepEqual([status, errors[0]?.code], [503, 'E_UNAVAILABLE'])
          assert.equal(loggable(error).retiredKey, oldId)
        }
      })

    test('the name of a connection is not taken for the refusal', async ({ assert }) => {
      const { alone, oldId, ids } = await rotated()
      await alone.retire(oldId)
      const name = `master key ${oldId} is retired`
      const write = db
        .from('database_connections')
        .where('id', ids[0] ?? '')
        .update({ name, nowhere: 1 })
      const error = await failureOf(Promise.resolve(write))
      assert.equal(describeError(error).status, 500)
    })

    test('the migrations can be taken back with everything in place', async ({ assert }) => {
      const { alone, oldId } = await rotated()
      await alone.retire(oldId)
      await migrate('down')
      assert.isFalse(await db.connection().schema.hasTable('retired_keys'))
      await migrate('up')
    })
  })
}

/** An installation of one tenant with three connections that has come under a newer key. */
async function rotated() {
  const [older, newer] = [randomKey(), randomKey()]
  const before = processWith(older)
  const { tenantId, ids } = await sealTenant(before, 3)
  const after = processWith(newer, older)
  await after.rotation.run(rotationRequest())
  return {
    before,
    after,
    alone: processWith(newer),
    oldId: before.keyring.active.id,
    tenantId,
    ids,
  }
}
