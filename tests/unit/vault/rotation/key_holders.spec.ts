import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { DATABASES, useScratchDatabase } from '#tests/support/scratch_database'
import { keyringOf, randomKey } from '#tests/unit/vault/fixtures'
import { announce, keepAnnounced, liveHolders, withdraw } from '#vault/rotation/key_holders'

for (const kind of DATABASES) {
  test.group(`Servers that hold keys, on ${kind}`, (group) => {
    useScratchDatabase(group, kind)
    group.each.timeout(60_000)

    const silence = (id: string) =>
      db.from('key_holders').where('id', id).decrement('seen_at', 60_001)

    test('one is on the list from its start to its end', async ({ assert }) => {
      const keyring = keyringOf(randomKey(), randomKey())
      const id = await announce(keyring)
      const [holder] = await liveHolders()
      assert.containSubset(holder, { id, pid: process.pid, activeKeyId: keyring.active.id })
      assert.deepEqual(holder?.keyIds, keyring.ids)
      await withdraw(id)
      assert.deepEqual(await liveHolders(), [])
    })

    test('one that falls silent is gone, and its next sign of life brings it back', async ({
      assert,
    }) => {
      const keyring = keyringOf(randomKey())
      const id = await announce(keyring)
      await silence(id)
      assert.deepEqual(await liveHolders(), [])
      await keepAnnounced(id, keyring)
      assert.lengthOf(await liveHolders(), 1)
    })

    test('the next one to come forgets the silent, who come back if they live', async ({
      assert,
    }) => {
      const keyring = keyringOf(randomKey())
      const silent = await announce(keyring)
      await silence(silent)
      await announce(keyring)
      assert.isNull(await db.from('key_holders').where('id', silent).first())
      await keepAnnounced(silent, keyring)
      assert.lengthOf(await liveHolders(), 2)
    })
  })
}
