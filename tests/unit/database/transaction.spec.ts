import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { transaction } from '#database/transaction'
import { useScratchDatabase } from '#tests/support/scratch_database'

/** MariaDB has no constraints that are checked at the end. */
for (const kind of ['SQLite', 'PostgreSQL'] as const) {
  test.group(`Transactions on ${kind}`, (group) => {
    useScratchDatabase(group, kind)
    group.each.setup(async () => {
      await db.rawQuery('create table parents (id integer primary key)')
      await db.rawQuery(
        'create table children (parent integer references parents (id) deferrable initially deferred)'
      )
    })

    test('one whose COMMIT fails is a failure, and leaves nothing behind', async ({ assert }) => {
      const orphan = () =>
        transaction(async (client) => {
          await client.table('children').insert({ parent: 1 })
        })
      await assert.rejects(orphan, /foreign key/i)
      assert.lengthOf(await db.from('children'), 0)

      await transaction(async (client) => {
        await client.table('parents').insert({ id: 1 })
        await client.table('children').insert({ parent: 1 })
      })
      assert.lengthOf(await db.from('children'), 1)
    })

    test('one that fails before says why', async ({ assert }) => {
      const work = () => transaction(() => Promise.reject(new Error('not today')))
      await assert.rejects(work, 'not today')
    })
  })
}
