import { setTimeout as pause } from 'node:timers/promises'
import { BOUND, judge } from '#tests/faults/expected'
import type { Fault } from '#tests/faults/fault'
import { inWords } from '#tests/faults/in_words'
import { OwnServer } from '#tests/faults/own_server'
import { onScene, type Scene } from '#tests/faults/scene'

/** Milliseconds for which it is away: longer than anybody should wait for it. */
const KILLED = 4_000
const FROZEN = 12_000

/** PostgreSQL is killed with all its processes and started again on the same data, then frozen. */
export const databaseGone: Fault = {
  name: 'the application database killed, then frozen, PostgreSQL',
  async run() {
    const server = await OwnServer.postgres()
    try {
      return await onScene({ DATABASE_URL: server.url }, async (scene) => {
        const { crowd, product } = scene
        await crowd.untilAllWrite()
        const { pid } = product
        const killed = await away(
          scene,
          KILLED,
          () => server.kill(),
          () => server.start()
        )
        const frozen = await away(
          scene,
          FROZEN,
          async () => server.freeze(),
          async () => server.thaw()
        )
        await crowd.stop()
        const losses = [...killed.wrong, ...frozen.wrong, ...(await crowd.losses())]
        if (product.pid !== pid) losses.push('the server was started again')
        if (crowd.slowest > BOUND) losses.push(`a write waited ${Math.round(crowd.slowest)} ms`)
        return {
          lost: inWords(losses),
          recovered: Math.max(killed.recovered, frozen.recovered),
          detail: `killed: whole after ${Math.round(killed.recovered)} ms; frozen: after ${Math.round(frozen.recovered)} ms; ${crowd.figures}, slowest ${Math.round(crowd.slowest)} ms`,
        }
      })
    } finally {
      await server.end()
    }
  },
}

async function away(
  { crowd, observer }: Scene,
  duration: number,
  leave: () => Promise<void>,
  back: () => Promise<void>
) {
  crowd.doubtUntilNow()
  await leave()
  crowd.doubtUntilNow()
  const [left, wrong] = [performance.now(), [] as string[]]
  const look = async (what: string, path: string, right: number[]) => {
    while (performance.now() < left + duration) {
      const answer = await observer.ask('GET', path)
      const isBack = performance.now() > left + duration
      if (!isBack) wrong.push(...judge(what, answer, right))
      await pause(100)
    }
  }
  const looking = Promise.all([
    look('live', '/health/live', [200]),
    look('list', '/api/v2/connectors', [503]),
    look('ready', '/health/ready', [503]),
  ])
  await pause(duration)
  await back()
  const recovered = await crowd.untilAllWrite()
  await looking
  return { wrong: [...new Set(wrong)], recovered }
}
