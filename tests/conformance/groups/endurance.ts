import { test } from '@japa/runner'
import { print } from '#tests/bench/measure'
import type { Bench } from '#tests/conformance/suite'
import { connectorTo, eventually, never, openSockets } from '#tests/conformance/workbench'

/** How many tests are run; `npm run test:endurance` sets it. */
const CALLS = Number(process.env.ENDURANCE ?? 0)
const SIDE_BY_SIDE = 4
const ROUNDS = 4

/** What must not grow with every further round: memory, in MB, and sockets. */
interface Footprint {
  calls: number
  residentMegabytes: number
  sockets: number
}

/** Too slow for every run, and a figure to look at rather than a yes or no: so it is asked for. */
export const isEnduranceAsked = CALLS > 0

export function registerEnduranceTests({ spec, server }: Bench) {
  test(`${CALLS} tests leave memory and sockets as they were`, async ({ assert }) => {
    const before = openSockets()
    const footprints: Footprint[] = []
    for (let round = 1; round <= ROUNDS; round++) {
      await runTests(CALLS / ROUNDS)
      await eventually(() => openSockets() <= before)
      footprints.push(measure(round * (CALLS / ROUNDS)))
    }
    report(footprints)
    const [, settled, , last] = footprints
    assert.isBelow(growth(settled, last), 32, 'MB that the second half of the calls added')
  }).timeout(600_000)

  async function runTests(count: number) {
    let left = count
    const client = async () => {
      while (left-- > 0) {
        const connector = await connectorTo(spec.engine, server())
        const result = await connector.test({ signal: never })
        await connector.dispose()
        if (!result.success) throw new Error(result.message)
      }
    }
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, client))
  }
}

function measure(calls: number): Footprint {
  global.gc?.()
  const residentMegabytes = Math.round(process.memoryUsage.rss() / 1024 / 1024)
  return { calls, residentMegabytes, sockets: openSockets() }
}

function report(footprints: Footprint[]) {
  print([
    ['tests', 'resident memory, MB', 'sockets'],
    ...footprints.map((one) => [one.calls, one.residentMegabytes, one.sockets].map(String)),
  ])
}

function growth(from: Footprint | undefined, to: Footprint | undefined): number {
  return (to?.residentMegabytes ?? 0) - (from?.residentMegabytes ?? 0)
}
