import { setImmediate as turn } from 'node:timers/promises'
import { test } from '@japa/runner'
import { queueForAccount } from '#services/account_queue'

const MOST = 5
const WAITING = new AbortController().signal

/** An account at a server that refuses everybody, and a store that answers late with what was so when it was asked. */
function refusingAccount() {
  const seen = { refused: 0 }
  const left = async () => {
    const known = MOST - seen.refused
    for (let turns = 0; turns < 20; turns++) await turn()
    if (known <= 0) throw new Error('no more')
    return known
  }
  const signIn = async () => {
    await turn()
    seen.refused += 1
  }
  return { seen, left, signIn }
}

test.group('Those who wait for an account', () => {
  test('never act on a count that is out of date', async ({ assert }) => {
    const { seen, left, signIn } = refusingAccount()
    const started = Array.from({ length: 25 }, async (_, number) => {
      for (let turns = 0; turns < number; turns++) await turn()
      return queueForAccount('refusing', left, WAITING, signIn)
    })
    const ended = await Promise.allSettled(started)

    assert.equal(seen.refused, MOST)
    assert.lengthOf(
      ended.filter(({ status }) => status === 'fulfilled'),
      MOST
    )
  })

  test('an account that refuses nobody lets as many in at once as it may refuse', async ({
    assert,
  }) => {
    let trying = 0
    let most = 0
    const signIn = async () => {
      most = Math.max(most, ++trying)
      await turn()
      trying -= 1
    }
    await Promise.all(
      Array.from({ length: 20 }, () => queueForAccount('open', async () => MOST, WAITING, signIn))
    )
    assert.equal(most, MOST)
  })

  test('one that throws leaves its place to the next', async ({ assert }) => {
    const fail = () => Promise.reject(new Error('thrown'))
    const enter = (signIn: () => Promise<unknown>) =>
      queueForAccount('failing', async () => 1, WAITING, signIn)
    const first = enter(fail)
    const second = enter(async () => 'in')
    await assert.rejects(() => first, 'thrown')
    assert.equal(await second, 'in')
  })

  test('whoever stops waiting does not keep a place', async ({ assert }) => {
    const held = Promise.withResolvers<void>()
    const gone = new AbortController()
    const enter = (signal: AbortSignal, signIn: () => Promise<unknown>) =>
      queueForAccount('held', async () => 1, signal, signIn)
    const first = enter(WAITING, () => held.promise)
    await turn()
    const second = enter(gone.signal, async () => 'never')
    await turn()
    gone.abort(new Error('gone'))
    await assert.rejects(() => second, 'gone')
    held.resolve()
    await first
    assert.equal(await enter(WAITING, async () => 'in'), 'in')
  })
})
