import { createHook } from 'node:async_hooks'
import hash from '@adonisjs/core/services/hash'
import { test } from '@japa/runner'
import { hashSlots, HashSlots } from '#services/auth/hash_slots'

test.group('Slots for hashing passwords', () => {
  test('so many run, so many wait in the order they came, and the next is refused', async ({
    assert,
  }) => {
    const slots = new HashSlots(2, 3)
    const gates = Array.from({ length: 5 }, () => Promise.withResolvers<void>())
    const started: number[] = []
    const runs = gates.map(({ promise }, index) =>
      slots.run(async () => {
        started.push(index)
        await promise
      })
    )
    await assert.rejects(() => slots.run(async () => {}), /Too many people are signing in/)
    assert.deepEqual(started, [0, 1])

    for (const [index, { resolve }] of gates.entries()) {
      resolve()
      await runs[index]
    }
    assert.deepEqual(started, [0, 1, 2, 3, 4])
    await slots.run(async () => {})
  })

  test('a task that fails gives its slot back', async ({ assert }) => {
    const slots = new HashSlots(1, 0)
    await assert.rejects(() => slots.run(() => Promise.reject(new Error('no'))), 'no')
    assert.equal(await slots.run(async () => 'next'), 'next')
  })

  test('of many verifications at once, two are hashing', async ({ assert }) => {
    const hashed = await hash.make('a password')
    const running = new Set<number>()
    let most = 0
    const hook = createHook({
      init(id, type) {
        if (type !== 'SCRYPTREQUEST') return
        running.add(id)
        most = Math.max(most, running.size)
      },
      before: (id) => void running.delete(id),
    }).enable()
    await Promise.all(Array.from({ length: 8 }, () => hash.verify(hashed, 'a password')))
    hook.disable()

    assert.equal(most, 2)
  }).timeout(60_000)

  test('with no room to wait, nothing is hashed at all', async ({ assert }) => {
    const gate = Promise.withResolvers<void>()
    const others = Array.from({ length: 66 }, () => hashSlots.run(() => gate.promise))
    await assert.rejects(() => hash.make('a password'), /Too many people are signing in/)
    gate.resolve()
    await Promise.all(others)
  })
})
