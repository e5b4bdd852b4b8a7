import { test } from '@japa/runner'
import knex from 'knex'
import { boundWaits } from '#database/server_patience'
import { describeError } from '#exceptions/describe_error'
import { needs } from '#tests/support/servers/missing'
import { mariadb } from '#tests/support/servers/mariadb'
import { postgres } from '#tests/support/servers/postgres'

const SERVERS = [
  ['postgres', 'pg', 'PostgreSQL', postgres, 'select pg_sleep(60)', 'show lock_timeout'],
  [
    'mariadb',
    'mysql2',
    'MariaDB',
    mariadb,
    'select sleep(60)',
    'select @@lock_wait_timeout as lock_timeout',
  ],
] as const

for (const [needed, client, label, serverOf, silence, setting] of SERVERS) {
  test.group(`Waiting for ${label} as the application database`, (group) => {
    if (!needs(group, needed)) return

    test('ends, and the next one gets a line that works', async ({ assert, cleanup }) => {
      const { url } = await serverOf()
      const pool = { min: 0, max: 1, afterCreate: boundWaits(client, 300) }
      const database = knex({ client, connection: url, pool })
      cleanup(() => database.destroy())
      const error: unknown = await database.raw(silence).catch((thrown: unknown) => thrown)
      assert.equal(describeError(error).status, 503)
      assert.include(JSON.stringify(await database.raw('select 42 as answer')), '42')
    })

    test('a transaction that gets no answer ends with one failure', async ({ assert, cleanup }) => {
      const { url } = await serverOf()
      const pool = { min: 0, max: 1, afterCreate: boundWaits(client, 300) }
      const database = knex({ client, connection: url, pool })
      cleanup(() => database.destroy())
      const work = database.transaction(async (transaction) => transaction.raw(silence))
      const error: unknown = await work.catch((thrown: unknown) => thrown)
      assert.equal(describeError(error).status, 503)
      assert.include(JSON.stringify(await database.raw('select 42 as answer')), '42')
    })

    test('for a lock is shorter', async ({ assert, cleanup }) => {
      const { url } = await serverOf()
      const database = knex({ client, connection: url, pool: { afterCreate: boundWaits(client) } })
      cleanup(() => database.destroy())
      assert.match(JSON.stringify(await database.raw(setting)), /"lock_timeout":("5s"|5)/)
    })
  })
}
