import { test } from '@japa/runner'
import { SharedFlight } from '#services/shared_flight'

const staying = new AbortController().signal

test.group('Work that is shared', () => {
  test('is done once for all who ask meanwhile, and anew afterwards', async ({ assert }) => {
    const flights = new SharedFlight<number>()
    const gate = Promise.withResolvers<void>()
    let runs = 0
    const work = async () => {
      await gate.promise
      return ++runs
    }
    const both = [flights.join('k', staying, work), flights.join('k', staying, work)]
    gate.resolve()

    assert.deepEqual(await Promise.all(both), [1, 1])
    assert.equal(await flights.join('k', staying, work), 2)
  })

  test('of different names is not shared', async ({ assert }) => {
    const flights = new SharedFlight<string>()
    const results = await Promise.all(
      ['a', 'b'].map((name) => flights.join(name, staying, async () => name))
    )

    assert.deepEqual(results, ['a', 'b'])
  })

  test('goes on for the others when one of them leaves', async ({ assert }) => {
    const flights = new SharedFlight<string>()
    const gate = Promise.withResolvers<string>()
    const leaving = new AbortController()
    let cancelled = false
    const work = (signal: AbortSignal) => {
      signal.addEventListener('abort', () => (cancelled = true))
      return gate.promise
    }
    const left = flights.join('k', leaving.signal, work)
    const stayed = flights.join('k', staying, work)
    leaving.abort(new Error('gone'))

    await assert.rejects(() => left, 'gone')
    assert.isFalse(cancelled)
    gate.resolve('done')
    assert.equal(await stayed, 'done')
  })

  test('is cancelled when the last one leaves, and the next begins anew', async ({ assert }) => {
    const flights = new SharedFlight<string>()
    const signals: AbortSignal[] = []
    const work = (signal: AbortSignal) => {
      signals.push(signal)
      return new Promise<string>((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason))
      })
    }
    const callers = [new AbortController(), new AbortController()]
    const waiting = callers.map(({ signal }) => flights.join('k', signal, work))
    for (const caller of callers) caller.abort(new Error('gone'))
    const results = await Promise.allSettled(waiting)

    assert.deepEqual(
      results.map(({ status }) => status),
      ['rejected', 'rejected']
    )
    assert.isTrue(signals[0]?.aborted)
    assert.equal(await flights.join('k', staying, async () => 'anew'), 'anew')
  })

  test('that fails fails for all, and is not remembered', async ({ assert }) => {
    const flights = new SharedFlight<string>()
    const fail = () => Promise.reject(new Error('broken'))
    const both = [flights.join('k', staying, fail), flights.join('k', staying, fail)]

    for (const one of both) await assert.rejects(() => one, 'broken')
    assert.equal(await flights.join('k', staying, async () => 'fine'), 'fine')
  })

  test('is not begun for somebody who has left already', async ({ assert }) => {
    const flights = new SharedFlight<string>()
    let begun = false
    const work = async () => {
      begun = true
      return ''
    }
    await assert.rejects(
      () => flights.join('k', AbortSignal.abort(new Error('gone')), work),
      'gone'
    )
    assert.isFalse(begun)
  })
})
