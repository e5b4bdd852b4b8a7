import { setTimeout as pause } from 'node:timers/promises'
import { judge } from '#tests/faults/expected'
import type { Fault } from '#tests/faults/fault'
import { inWords } from '#tests/faults/in_words'
import { OwnServer } from '#tests/faults/own_server'
import { onScene, type Scene } from '#tests/faults/scene'
import { postgres } from '#tests/support/servers/postgres'

/** Rounds of questions while it is away. */
const ROUNDS = 3

/** What is asked, and what is right while Redis is away: only guessing passwords must not go on. */
const QUESTIONS: [string, (scene: Scene) => ReturnType<Scene['observer']['api']>, number][] = [
  ['login', ({ observer }) => observer.login(), 503],
  ['list', ({ observer }) => observer.api('GET', '/connectors'), 200],
  ['test', ({ observer, targetId }) => observer.api('POST', `/connectors/${targetId}/test`), 200],
  [
    'tables',
    ({ observer, targetId }) => observer.api('GET', `/connectors/${targetId}/tables?refresh=true`),
    200,
  ],
  ['preview', ({ observer, targetId }) => observer.api('GET', previewOf(targetId)), 200],
  ['ready', ({ observer }) => observer.ask('GET', '/health/ready'), 503],
  ['live', ({ observer }) => observer.ask('GET', '/health/live'), 200],
]

/** Kills Redis, then freezes it, and asks everything meanwhile. */
export const redisAway: Fault = {
  name: 'Redis killed, then frozen',
  async run() {
    const redis = await OwnServer.redis()
    const { url } = await (await postgres()).createDatabase()
    try {
      return await onScene({ DATABASE_URL: url, REDIS_URL: redis.url }, async (scene) => {
        const killed = await away(
          scene,
          () => redis.kill(),
          () => redis.start()
        )
        const frozen = await away(
          scene,
          async () => redis.freeze(),
          async () => redis.thaw()
        )
        await scene.crowd.stop()
        const { crowd } = scene
        return {
          lost: inWords([...killed.wrong, ...frozen.wrong, ...(await crowd.losses())]),
          recovered: Math.max(killed.recovered, frozen.recovered),
          detail: `killed: ${killed.detail}; frozen: ${frozen.detail}; ${crowd.figures}, slowest ${Math.round(crowd.slowest)} ms`,
        }
      })
    } finally {
      await redis.end()
    }
  },
}

async function away(scene: Scene, leave: () => Promise<void>, back: () => Promise<void>) {
  await leave()
  const wrong: string[] = []
  const slowest = new Map<string, number>()
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, question, right] of QUESTIONS) {
      const answer = await question(scene)
      wrong.push(...judge(name, answer, [right]))
      slowest.set(name, Math.max(slowest.get(name) ?? 0, answer.time))
    }
  }
  await back()
  const recovered = await untilWhole(scene)
  const detail = [...slowest].map(([name, time]) => `${name} ${Math.round(time)} ms`).join(', ')
  return { wrong, recovered, detail: `slowest ${detail}` }
}

/** Milliseconds. */
async function untilWhole(scene: Scene): Promise<number> {
  const begun = performance.now()
  for (;;) {
    const answers = await Promise.all(QUESTIONS.map(([, question]) => question(scene)))
    if (answers.every(({ status }) => status === 200)) return performance.now() - begun
    await pause(50)
  }
}

function previewOf(targetId: string): string {
  return `/connectors/${targetId}/tables/things/preview`
}
