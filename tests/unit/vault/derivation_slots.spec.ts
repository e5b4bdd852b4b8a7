import { test } from '@japa/runner'
import { DerivationSlots } from '#vault/derivation_slots'

test.group('Derivation slots', () => {
  test('a slot is free again after success and after failure', async ({ assert }) => {
    const slots = new DerivationSlots(2)
    const done: number[] = []
    for (let turn = 0; turn < 6; turn++) {
      const failing = slots.run(() => Promise.reject(new Error('no')))
      await assert.rejects(() => failing, 'no')
      await slots.run(async () => done.push(turn))
    }
    assert.deepEqual(done, [0, 1, 2, 3, 4, 5])
  })

  test('who waits is served in the order of coming', async ({ assert }) => {
    const slots = new DerivationSlots(2)
    const started: number[] = []
    const open: (() => void)[] = []
    const tasks = Array.from({ length: 5 }, (_, index) =>
      slots.run(() => {
        started.push(index)
        return new Promise<void>((resolve) => open.push(resolve))
      })
    )
    for (const expected of [
      [0, 1],
      [0, 1, 2],
      [0, 1, 2, 3],
      [0, 1, 2, 3, 4],
    ]) {
      await new Promise(setImmediate)
      assert.deepEqual(started, expected)
      open.shift()?.()
    }
    open.forEach((resolve) => resolve())
    await Promise.all(tasks)
  })
})
