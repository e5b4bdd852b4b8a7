import { test } from '@japa/runner'
import { BatchQueue } from '#connectors/columnar/batch_queue'

test.group('Batches on their way', () => {
  test('whoever is behind when the last one comes finds the target read again', async ({
    assert,
  }) => {
    const flow = flowing()
    const queue = new BatchQueue(flow)
    const rows = [1, 2, 3, 4, 5, 6]
    for (const count of rows) queue.add({ rows: count, columns: [] })
    assert.isFalse(flow.isFlowing)
    queue.end()
    assert.isTrue(flow.isFlowing)
    for (const count of rows) assert.equal((await queue.next())?.rows, count)
    assert.isNull(await queue.next())
    assert.isTrue(flow.isFlowing)
  })

  test('a failure is told after what came before it', async ({ assert }) => {
    const queue = new BatchQueue(flowing())
    queue.add({ rows: 1, columns: [] })
    queue.fail(new Error('broken'))
    assert.equal((await queue.next())?.rows, 1)
    await assert.rejects(() => queue.next(), 'broken')
  })
})

function flowing() {
  return {
    isFlowing: true,
    pause() {
      this.isFlowing = false
    },
    resume() {
      this.isFlowing = true
    },
  }
}
