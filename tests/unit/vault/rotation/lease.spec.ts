import { hostname } from 'node:os'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { DATABASES, useScratchDatabase } from '#tests/support/scratch_database'
import { failureOf } from '#tests/unit/vault/fixtures'
import { databaseClock } from '#vault/rotation/database_clock'
import { Lease } from '#vault/rotation/lease'

/** Of no process: Linux numbers them up to 2^22. */
const NO_PID = 2 ** 22 + 1

for (const kind of DATABASES) {
  test.group(`Leases on ${kind}`, (group) => {
    useScratchDatabase(group, kind)
    group.each.timeout(60_000)

    const acquire = () => Lease.acquire('work', { ttl: 60_000 })
    const row = () => db.from('leases').where('name', 'work').firstOrFail()

    test('one process has it, and the next one is told which', async ({ assert }) => {
      const lease = await acquire()
      const error = await failureOf(acquire())
      assert.equal(error.code, 'E_LEASE_HELD')
      assert.include(error.message, `process ${process.pid} on ${hostname()}`)
      await lease.release()
      await acquire()
      assert.equal((await row()).fence, 2)
    })

    test('of many that want it at once, one gets it', async ({ assert }) => {
      const outcomes = await Promise.allSettled(Array.from({ length: 8 }, acquire))
      assert.lengthOf(
        outcomes.filter(({ status }) => status === 'fulfilled'),
        1
      )
    })

    test('once it has run out another takes it, and the first one writes nothing more', async ({
      assert,
    }) => {
      const first = await acquire()
      await db.from('leases').update({ expires_at: 1, holder: 'elsewhere:1:x' })
      const second = await acquire()
      const write = db.transaction(async (client) => {
        await first.renew(client)
        await client.table('leases').insert({ name: 'mark', holder: '', fence: 0, expires_at: 0 })
      })
      assert.equal((await failureOf(write)).code, 'E_LEASE_LOST')
      assert.isNull(await db.from('leases').where('name', 'mark').first())
      await first.release()
      await second.renew()
      assert.equal((await failureOf(acquire())).code, 'E_LEASE_HELD')
    })

    test('one that ran out and that nobody took goes on', async ({ assert }) => {
      const lease = await acquire()
      await db.from('leases').update({ expires_at: 1 })
      await lease.renew()
      assert.equal((await failureOf(acquire())).code, 'E_LEASE_HELD')
    })

    test('that of a process of this machine that has ended is free at once', async ({ assert }) => {
      await acquire()
      await db.from('leases').update({ holder: `${hostname()}:${NO_PID}:x` })
      await acquire()
      assert.equal((await row()).fence, 2)
      await db.from('leases').update({ holder: `elsewhere:${NO_PID}:x` })
      assert.equal((await failureOf(acquire())).code, 'E_LEASE_HELD')
    })

    test('time is the database’s, in milliseconds', async ({ assert }) => {
      await acquire()
      const client = db.connection()
      const { seconds } = await client
        .from('leases')
        .select(client.raw(`${databaseClock(client)} / 1000 as seconds`))
        .firstOrFail()
      // The server of the tests is on this machine: their clocks are one.
      assert.closeTo(Number(seconds), Date.now() / 1_000, 60)
      assert.isAbove(Number((await row()).expires_at), Date.now())
    })
  })
}
