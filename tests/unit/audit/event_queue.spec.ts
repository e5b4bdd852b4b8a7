import { test } from '@japa/runner'
import type { AuditEntry } from '#audit/audit_trail'
import { EventQueue } from '#audit/event_queue'

const entry = (requestId: string) => ({ requestId }) as AuditEntry

/** Writes batches when it is told to. */
function heldQueue() {
  const batches: { names: (string | null)[]; end: (error?: Error) => void }[] = []
  const queue = new EventQueue((_, entries) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const end = (error?: Error) => (error ? reject(error) : resolve())
    batches.push({ names: entries.map(({ requestId }) => requestId), end })
    return promise
  })
  return { queue, batches }
}

function nextBatch(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

test.group('Events that wait to be written', () => {
  test('go together once those before them are written', async ({ assert }) => {
    const { queue, batches } = heldQueue()
    const [first, second, third] = ['a', 'b', 'c'].map((name) => queue.add('chain', entry(name)))
    batches[0]?.end()
    await first
    await nextBatch()
    batches[1]?.end()
    await Promise.all([second, third])

    assert.deepEqual(
      batches.map(({ names }) => names),
      [['a'], ['b', 'c']]
    )
  })

  test('of one chain do not wait for those of another', async ({ assert }) => {
    const { queue, batches } = heldQueue()
    void queue.add('one', entry('a'))
    const other = queue.add('other', entry('b'))
    batches[1]?.end()
    await other

    assert.lengthOf(batches, 2)
  })

  test('fail with those they were written with, and with no others', async ({ assert }) => {
    const { queue, batches } = heldQueue()
    const first = queue.add('chain', entry('a'))
    const failing = ['b', 'c'].map((name) => queue.add('chain', entry(name)))
    batches[0]?.end()
    await first
    await nextBatch()
    const last = queue.add('chain', entry('d'))
    const failures = Promise.allSettled(failing)
    batches[1]?.end(new Error('No'))
    const outcomes = (await failures).map(({ status }) => status)
    assert.deepEqual(outcomes, ['rejected', 'rejected'])
    await nextBatch()
    batches[2]?.end()
    await last
  })

  test('are no more than memory can bear, and at most a hundred at a time', async ({ assert }) => {
    const { queue, batches } = heldQueue()
    const waiting = Array.from({ length: 10_000 }, () => queue.add('chain', entry('a')))
    await assert.rejects(() => queue.add('chain', entry('b')), 'Too many events wait')
    const all = Promise.all(waiting)
    for (const { end } of batches) {
      end()
      await nextBatch()
    }
    await all

    assert.equal(Math.max(...batches.map(({ names }) => names.length)), 100)
    const after = queue.add('chain', entry('c'))
    batches.at(-1)?.end()
    await after
  })
})
