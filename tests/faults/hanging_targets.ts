import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { readdir, readlink } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { median } from '#tests/bench/measure'
import { rogueServer, silent, type RogueServer } from '#tests/conformance/rogue_server'
import { type Client, type Answer } from '#tests/faults/client'
import { Crowd } from '#tests/faults/crowd'
import { judge } from '#tests/faults/expected'
import type { Fault } from '#tests/faults/fault'
import { inWords } from '#tests/faults/in_words'
import { seeded, seedOfRun } from '#tests/faults/random'
import { sqliteTarget } from '#tests/faults/sqlite_target'
import { Product } from '#tests/support/product'

type Ended = Pick<Answer, 'status' | 'data'>

/** Tenants who wait, and targets that each waits for: together 304, and none more than its share. */
const TENANTS = 8
const EACH = 38

/** Milliseconds in which health must answer, and another tenant's test, however busy the machine is. */
const HEALTHY = 2_000

/** Milliseconds after which what is not given back is lost. */
const PATIENCE = 15_000

/** Hundreds of targets take connections and say nothing. */
export const hangingTargets: Fault = {
  name: `${TENANTS * EACH} target servers that hang`,
  async run() {
    const rogue = await rogueServer(silent, '0.0.0.0')
    const product = await Product.start()
    try {
      const size = { tenants: TENANTS + 1, connections: 0, writers: TENANTS + 1 }
      const crowd = await Crowd.gather(product, size, seeded(seedOfRun()))
      const [other, ...waiting] = crowd.clients
      const [team] = crowd.teams
      if (!other || !team) throw new Error('Nobody is there')
      const targetId = await sqliteTarget(product, other, team.tenantId)
      await other.api('POST', `/connectors/${targetId}/test`)
      const before = await socketsOf(product.pid)
      const tests = waiting.flatMap((client) => hang(client, rogue.port))
      const refused = await untilUnderWay(tests, rogue)
      const during = await socketsOf(product.pid)
      const seen = await lookOn(other, targetId)
      const answers = await Promise.all(tests)
      const ended = performance.now()
      const left = await untilGivenBack(product, rogue, before)
      const losses = [
        ...seen.wrong,
        ...answers.flatMap((answer) => judgeTest('a test that hangs', answer, false)),
        ...left,
      ]
      return {
        lost: inWords([...new Set(losses)]),
        recovered: performance.now() - ended,
        detail:
          `${tests.length - refused} hung at once, ${refused} were told that it is too much; sockets ${before} before, ${during} meanwhile, ${await socketsOf(product.pid)} after; ` +
          `meanwhile health ${seen.live} ms, another tenant's test ${seen.test} ms (medians)`,
      }
    } finally {
      await product.stop()
      await rogue.close()
    }
  },
}

/** Resolves when all of them hang, but for those that were answered: how many. */
async function untilUnderWay(tests: Promise<Ended>[], rogue: RogueServer): Promise<number> {
  let answered = 0
  for (const test of tests) void test.then(() => answered++)
  while (live(rogue) + answered < tests.length) await pause(20)
  return answered
}

/** Each a target of its own: tests of one and the same would be limited. */
function hang(client: Client, port: number): Promise<Ended>[] {
  return Array.from({ length: EACH }, (_, number) =>
    onOwnLine(client, {
      type: 'postgresql',
      config: { host: `127.0.1.${number + 1}`, port, database: 'sales', username: 'alice' },
      credentials: { password: 'never sent' },
    })
  )
}

/** On a line of its own, which ends with the answer: what stays open is the server's. */
async function onOwnLine(client: Client, body: unknown): Promise<Ended> {
  const sent = request(`${client.origin}/api/v2/connectors/test`, {
    method: 'POST',
    agent: false,
    headers: { ...client.authorization, 'content-type': 'application/json' },
  })
  sent.end(JSON.stringify(body))
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  return { status: response.statusCode ?? 0, data: JSON.parse(await text(response)).data }
}

async function lookOn(client: Client, targetId: string) {
  const wrong: string[] = []
  const times = { live: [] as number[], test: [] as number[] }
  for (let round = 0; round < 20; round++) {
    const health = await client.ask('GET', '/health/live')
    const test = await client.api('POST', `/connectors/${targetId}/test`)
    wrong.push(...judge('live', health, [200]), ...judgeTest('another tenant’s test', test, true))
    times.live.push(health.time)
    times.test.push(test.time)
  }
  const [healthTime, testTime] = [median(times.live), median(times.test)]
  if (healthTime > HEALTHY || testTime > HEALTHY) {
    wrong.push(`health took ${healthTime} ms, a test ${testTime} ms`)
  }
  return { wrong, live: healthTime.toFixed(1), test: testTime.toFixed(1) }
}

function judgeTest(what: string, { status, data }: Ended, success: boolean): string[] {
  const { success: succeeded } = Object(data) as { success?: boolean }
  if (status !== 200) return [`${what} answers ${status}`]
  return succeeded === success ? [] : [`${what} says ${succeeded}`]
}

/** Our own connections to the server end a few seconds after their last use. */
async function untilGivenBack(
  { pid }: Product,
  rogue: RogueServer,
  before: number
): Promise<string[]> {
  const end = performance.now() + PATIENCE
  for (;;) {
    const [open, sockets] = [live(rogue), await socketsOf(pid)]
    if (open === 0 && sockets <= before) return []
    if (performance.now() > end) return [`${open} sessions and ${sockets - before} sockets`]
    await pause(100)
  }
}

function live({ connections }: RogueServer): number {
  return connections.filter(({ destroyed }) => !destroyed).length
}

async function socketsOf(pid: number): Promise<number> {
  const folder = `/proc/${pid}/fd`
  const links = await Promise.all(
    (await readdir(folder)).map((name) => readlink(`${folder}/${name}`).catch(() => ''))
  )
  return links.filter((link) => link.startsWith('socket:')).length
}
