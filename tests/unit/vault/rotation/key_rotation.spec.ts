import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import AuditEvent from '#models/audit_event'
import KeyRotationRow from '#models/key_rotation'
import RetiredKey from '#models/retired_key'
import TenantKey from '#models/tenant_key'
import { DATABASES, useScratchDatabase } from '#tests/support/scratch_database'
import { failureOf, randomKey } from '#tests/unit/vault/fixtures'
import { announce, withdraw } from '#vault/rotation/key_holders'
import {
  passwordsOf,
  processWith,
  rotationRequest,
  rowsByKey,
  sealTenant,
} from './sealed_installation.js'

for (const kind of DATABASES) {
  test.group(`Rotating keys on ${kind}`, (group) => {
    useScratchDatabase(group, kind)
    group.each.timeout(60_000)

    test('brings every registered column under the active key, with new salts', async ({
      assert,
    }) => {
      const [older, newer] = [randomKey(), randomKey()]
      const before = processWith(older)
      const [one, other] = [await sealTenant(before, 7), await sealTenant(before, 1)]
      const rows = await db.from('database_connections').orderBy('id')

      const after = processWith(newer, older)
      const report = await after.rotation.run(rotationRequest())

      assert.containSubset(report, { status: 'finished', total: 12, unreadable: [] })
      // The chain of events without tenant is sealed by the rotation itself, under the new key.
      assert.deepEqual(await rowsByKey(), { [after.keyring.active.id]: 13 })
      assert.equal(report.resealed, 12)
      const alone = processWith(newer)
      for (const { tenantId, ids } of [one, other]) {
        const expected = ids.toSorted().map((id) => `password of ${id}`)
        assert.deepEqual(await passwordsOf(alone, tenantId, ids), expected)
        await alone.chains.obtain(tenantId)
      }
      const untouched = await db.from('database_connections').orderBy('id')
      assert.deepEqual(
        untouched.map(({ version, updated_at: at }) => ({ version, at })),
        rows.map(({ version, updated_at: at }) => ({ version, at }))
      )
      const salts = await TenantKey.query().whereIn('tenantId', [one.tenantId, other.tenantId])
      assert.lengthOf(salts, 4)
      assert.equal(new Set(salts.map(({ salt }) => salt)).size, 4)
    })

    test('a second run finds nothing to do', async ({ assert }) => {
      const { process } = await rotated()
      const report = await process.rotation.run(rotationRequest())
      assert.containSubset(report, { status: 'finished', total: 0, resealed: 0, passes: 1 })
    })

    test('one tenant can be rotated alone', async ({ assert }) => {
      const [older, newer] = [randomKey(), randomKey()]
      const before = processWith(older)
      const [one] = [await sealTenant(before, 2), await sealTenant(before, 2)]
      const after = processWith(newer, older)
      const report = await after.rotation.run(rotationRequest({ tenantId: one.tenantId }))
      assert.containSubset(report, { status: 'finished', total: 4, resealed: 4 })
      assert.equal((await rowsByKey())[before.keyring.active.id], 4)
    })

    test('a dry run opens everything and writes nothing', async ({ assert }) => {
      const [older, newer] = [randomKey(), randomKey()]
      const before = processWith(older)
      const { ids } = await sealTenant(before, 4)
      await cut('database_connections', ids[2] ?? '')
      const keys = await rowsByKey()
      const report = await processWith(newer, older).rotation.run(rotationRequest({ dryRun: true }))
      assert.containSubset(report, { status: 'incomplete', total: 6, resealed: 0 })
      assert.deepEqual(
        report.unreadable.map(({ id }) => id),
        [ids[2]]
      )
      assert.deepEqual(await rowsByKey(), keys)
      assert.lengthOf(await TenantKey.all(), 1)
      assert.lengthOf(await KeyRotationRow.all(), 0)
    })

    test('a row that does not open is named and left alone, and the rest is done', async ({
      assert,
    }) => {
      const [older, newer, lost] = [randomKey(), randomKey(), randomKey()]
      const before = processWith(older)
      const one = await sealTenant(before, 5)
      const orphan = await sealTenant(processWith(lost), 1)
      const cutId = one.ids[3] ?? ''
      await cut('database_connections', cutId)
      const [kept] = await db.from('database_connections').where('id', cutId)

      const report = await processWith(newer, older).rotation.run(rotationRequest())

      assert.equal(report.status, 'incomplete')
      assert.equal(report.resealed, 6)
      const reasons = new Map(
        report.unreadable.map(({ table, id, reason }) => [`${table} ${id}`, reason])
      )
      assert.equal(reasons.size, 4)
      assert.match(reasons.get(`database_connections ${cutId}`) ?? '', /cut or altered/)
      const lostId = processWith(lost).keyring.active.id
      assert.include(reasons.get(`database_connections ${orphan.ids[0]}`) ?? '', lostId)
      const [still] = await db.from('database_connections').where('id', cutId)
      assert.equal(still.sealed_credentials, kept.sealed_credentials)
      const [row] = await KeyRotationRow.all()
      assert.equal(row?.status, 'incomplete')
    })

    test('a token of an old key is found even if its row claims the new one', async ({
      assert,
    }) => {
      const { process, older, tenantId, ids } = await rotated()
      const { token } = await processWith(older).vault.seal(
        { tenantId, connectionId: ids[0] ?? '' },
        { password: 'put back' }
      )
      await db
        .from('database_connections')
        .where('id', ids[0] ?? '')
        .update({ sealed_credentials: token })
      const report = await process.rotation.run(rotationRequest())
      assert.containSubset(report, { status: 'finished', total: 1, resealed: 1 })
      assert.include(await passwordsOf(process, tenantId, ids), 'put back')
    })

    test('what writers change meanwhile is what stays, under whichever key', async ({ assert }) => {
      const [older, newer] = [randomKey(), randomKey()]
      const before = processWith(older)
      const { tenantId, ids } = await sealTenant(before, 8)
      const after = processWith(newer, older)
      // When the first batch of two is done, the next ones have been read and not written.
      const writers = [before, after]
      const written = ids.toSorted().slice(4, 6)
      const write = async () => {
        for (const [index, id] of written.splice(0).entries()) {
          const { vault } = writers[index] ?? after
          const sealed = await vault.seal({ tenantId, connectionId: id }, { password: 'newest' })
          const columns = { sealed_credentials: sealed.token, master_key_id: sealed.masterKeyId }
          await db
            .from('database_connections')
            .where({ id })
            .update({ ...columns, version: 2 })
        }
      }
      const report = await after.rotation.run(rotationRequest({ batchSize: 2, onProgress: write }))
      assert.equal(report.status, 'finished')
      assert.isAbove(report.passes, 2)
      const passwords = await passwordsOf(processWith(newer), tenantId, ids)
      assert.lengthOf(
        passwords.filter((password) => password === 'newest'),
        2
      )
      assert.deepEqual(passwords.slice(4, 6), ['newest', 'newest'])
    })

    test('stopped, it goes on where it was', async ({ assert }) => {
      const [older, newer] = [randomKey(), randomKey()]
      await sealTenant(processWith(older), 9)
      const after = processWith(newer, older)
      const stop = new AbortController()
      const stopped = await after.rotation.run(
        rotationRequest({ batchSize: 2, signal: stop.signal, onProgress: () => stop.abort() })
      )
      assert.containSubset(stopped, { status: 'stopped', resealed: 2 })

      const resumed = await after.rotation.run(rotationRequest({ batchSize: 2, resume: true }))
      assert.containSubset(resumed, { status: 'finished', resealed: 9, total: 9 })
      assert.equal(resumed.rotationId, stopped.rotationId)
      const rows = await KeyRotationRow.all()
      assert.deepEqual(
        rows.map(({ status, resealed }) => ({ status, resealed })),
        [{ status: 'finished', resealed: 11 }]
      )
      const again = await after.rotation.run(rotationRequest({ resume: true }))
      assert.notEqual(again.rotationId, stopped.rotationId)
    })

    test('whoever has lost the lease ends nothing, whatever it failed by', async ({ assert }) => {
      const [older, newer] = [randomKey(), randomKey()]
      await sealTenant(processWith(older), 9)
      const after = processWith(newer, older)
      const events = () => AuditEvent.query().where('action', 'keys.rotate')
      const takenOver = async () => {
        await db.from('leases').where('name', 'keys').increment('fence', 1)
        throw new Error('Connection terminated unexpectedly')
      }
      const error = await failureOf(
        after.rotation.run(rotationRequest({ batchSize: 2, onProgress: takenOver }))
      )
      assert.include(error.message, 'has taken over')
      const rows = await KeyRotationRow.all()
      assert.deepEqual(
        rows.map(({ status }) => status),
        ['running']
      )
      assert.lengthOf(await events(), 1)
    })

    test('a server that seals with another key stops it, unless forced', async ({ assert }) => {
      const [older, newer] = [randomKey(), randomKey()]
      const before = processWith(older)
      await sealTenant(before, 2)
      const after = processWith(newer, older)
      const id = await announce(before.keyring)
      const error = await failureOf(after.rotation.run(rotationRequest()))
      assert.equal(error.code, 'E_KEYS_REFUSED')
      assert.include(error.message, `process ${process.pid} on `)
      assert.include(error.message, `does not hold ${after.keyring.active.id}`)
      assert.deepEqual(await rowsByKey(), { [before.keyring.active.id]: 4 })
      const forced = await after.rotation.run(rotationRequest({ force: true }))
      assert.equal(forced.status, 'finished')
      await withdraw(id)
    })

    test('a server that comes in the midst of it stops it', async ({ assert }) => {
      const [older, newer] = [randomKey(), randomKey()]
      const before = processWith(older)
      await sealTenant(before, 6)
      const after = processWith(newer, older)
      let arrival: Promise<string> | undefined
      const guarded = after.rotation.run(
        rotationRequest({
          batchSize: 1,
          onProgress: async () => {
            arrival ??= announce(before.keyring)
            await arrival
          },
        })
      )
      const error = await failureOf(guarded)
      assert.equal(error.code, 'E_KEYS_REFUSED')
      await withdraw((await arrival) ?? '')
      const [row] = await KeyRotationRow.all()
      assert.equal(row?.status, 'stopped')
      const events = await AuditEvent.query().where('action', 'keys.rotate').orderBy('sequence')
      assert.deepEqual(
        events.map(({ outcome, code }) => ({ outcome, code })),
        [
          { outcome: 'success', code: null },
          { outcome: 'failure', code: 'E_KEYS_REFUSED' },
        ]
      )
    })

    test('the trail says that it began and how it ended', async ({ assert }) => {
      const { process } = await rotated()
      const events = await AuditEvent.query().where('action', 'keys.rotate').orderBy('sequence')
      assert.deepEqual(
        events.map(({ tenantId, targetType, targetId, targetName, outcome }) => [
          tenantId,
          targetType,
          targetId,
          targetName,
          outcome,
        ]),
        [
          [null, 'master_key', process.keyring.active.id, 'begun', 'success'],
          [null, 'master_key', process.keyring.active.id, 'finished, 5 rows resealed', 'success'],
        ]
      )
    })

    test('a key that is retired is not rotated to', async ({ assert }) => {
      const [older, newer] = [randomKey(), randomKey()]
      await sealTenant(processWith(older), 1)
      const after = processWith(newer, older)
      const masterKeyId = after.keyring.active.id
      await RetiredKey.create({ masterKeyId, openedRows: 0, retiredAt: DateTime.utc() })
      const error = await failureOf(after.rotation.run(rotationRequest()))
      assert.equal(error.code, 'E_KEYS_REFUSED')
    })
  })
}

/** An installation of one tenant with three connections that has come under a newer key. */
async function rotated() {
  const [older, newer] = [randomKey(), randomKey()]
  const { tenantId, ids } = await sealTenant(processWith(older), 3)
  const process = processWith(newer, older)
  await process.rotation.run(rotationRequest())
  return { process, older, newer, tenantId, ids }
}

/** Takes the last character of a token away. */
async function cut(table: string, id: string) {
  const row = await db.from(table).where('id', id).firstOrFail()
  const token = String(row.sealed_credentials).slice(0, -1)
  await db.from(table).where('id', id).update({ sealed_credentials: token })
}
