import { test } from '@japa/runner'
import { RotationScheduler } from '#services/password_rotation/rotation_scheduler'

type Work = ConstructorParameters<typeof RotationScheduler>[0]

const AT_ONCE = { least: 0, spread: 0 }

/** A scheduler whose looks are counted; each awaits `look`. */
function counted(look: (count: number) => Promise<void>) {
  const seen = { looks: 0, recoveries: 0, errors: 0, signal: null as AbortSignal | null }
  const recovery = { recoverAll: async () => void (seen.recoveries += 1) }
  const due = {
    run: async ({ signal }: { signal: AbortSignal }) => {
      seen.looks += 1
      seen.signal = signal
      await look(seen.looks)
    },
  }
  const work = (async () => ({ recovery, due })) as unknown as Work
  const logger = { error: () => void (seen.errors += 1) }
  return { seen, scheduler: new RotationScheduler(work, logger, AT_ONCE) }
}

test.group('Looking for passwords to change', () => {
  test('goes on whatever one look trips over, and recovers once', async ({ assert }) => {
    const third = Promise.withResolvers<void>()
    const { seen, scheduler } = counted(async (count) => {
      if (count === 1) throw new Error('The database is away')
      if (count === 3) third.resolve()
    })
    scheduler.start()
    await third.promise
    await scheduler.stop()

    assert.isAtLeast(seen.looks, 3)
    assert.deepEqual([seen.errors, seen.recoveries], [1, 1])
  })

  test('ends with what is under way, and begins nothing more', async ({ assert }) => {
    const begun = Promise.withResolvers<void>()
    const mayEnd = Promise.withResolvers<void>()
    const { seen, scheduler } = counted(async () => {
      begun.resolve()
      await mayEnd.promise
    })
    scheduler.start()
    await begun.promise
    let isStopped = false
    const stopping = scheduler.stop().then(() => (isStopped = true))
    assert.isTrue(seen.signal?.aborted)
    assert.isFalse(isStopped)
    mayEnd.resolve()
    await stopping
    scheduler.start()

    assert.equal(seen.looks, 1)
  })
})
