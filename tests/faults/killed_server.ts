import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { newDatabase, type Kind } from '#tests/faults/app_database'
import type { Fault } from '#tests/faults/fault'
import { inWords } from '#tests/faults/in_words'
import { seeded, seedOfRun, type Random } from '#tests/faults/random'
import { onScene, type Scene } from '#tests/faults/scene'
import { postgres } from '#tests/support/servers/postgres'

const KILLS = 5

/** Milliseconds after a request, or after everybody writes, at which the server is killed at the latest. */
const LATEST = 400

/** Kills the server while people write. */
export function killedServer(kind: Kind): Fault {
  return {
    name: `the server killed in the middle of writes, ${kind}`,
    async run() {
      const database = await newDatabase(kind)
      const seed = seedOfRun()
      const random = seeded(seed)
      try {
        return await onScene({ DATABASE_URL: database.url }, async ({ product, crowd }) => {
          let recovered = 0
          for (let kill = 0; kill < KILLS; kill++) {
            await crowd.untilAllWrite()
            await pause(random() * LATEST)
            await product.endServer('SIGKILL')
            const begun = performance.now()
            await product.startServer()
            await crowd.untilAllWrite()
            recovered = Math.max(recovered, performance.now() - begun)
          }
          await crowd.stop()
          await product.ace(['keys:verify'])
          await product.ace(['audit:verify'])
          const lost = inWords(await crowd.losses())
          return { lost, recovered, detail: `${KILLS} kills; ${crowd.figures}; seed ${seed}` }
        })
      } finally {
        await database.close()
      }
    },
  }
}

/** Kills the server while it changes a password at a target. */
export const killedPasswordChange: Fault = {
  name: 'the server killed while it changes a password at a target',
  run: () =>
    onScene({}, async (scene) => {
      await scene.crowd.stop()
      const seed = seedOfRun()
      const random = seeded(seed)
      const losses: string[] = []
      let [recovered, told] = [0, 0]
      for (let kill = 0; kill < KILLS * 2; kill++) {
        const outcome = await killOnce(scene, random)
        losses.push(...outcome.losses)
        recovered = Math.max(recovered, outcome.recovered)
        told += outcome.told ? 1 : 0
      }
      const detail = `${KILLS * 2} kills, in ${told} the target had been told; seed ${seed}`
      return { lost: inWords(losses), recovered, detail }
    }),
}

async function killOnce({ product, observer }: Scene, random: Random) {
  const target = await (await postgres()).createDatabase()
  const username = `u_${randomBytes(6).toString('hex')}`
  const password = randomBytes(12).toString('hex')
  await target.query(`create role ${username} login password '${password}'`)
  const hashOf = () =>
    target.query(`select rolpassword from pg_authid where rolname = '${username}'`)
  const before = JSON.stringify(await hashOf())
  const { host, port, database } = target
  const { data } = await observer.api('POST', '/connectors', {
    name: username,
    type: 'postgresql',
    config: { host, port, database, username, tls: { mode: 'disable' } },
    credentials: { password },
  })
  const path = `/connectors/${(data as { id: string }).id}`
  const change = observer.api('POST', `${path}/rotate-password`)
  await pause(random() * LATEST)
  await product.endServer('SIGKILL')
  await change
  const told = JSON.stringify(await hashOf()) !== before
  const begun = performance.now()
  await product.startServer()
  const tables = await observer.api('GET', `${path}/tables`)
  const recovered = performance.now() - begun
  const test = await observer.api('POST', `${path}/test`)
  const works = tables.status === 200 && Object(test.data).success === true
  const losses = works ? [] : [`${username} does not get in: ${tables.status} ${tables.code}`]
  return { losses, recovered, told }
}
