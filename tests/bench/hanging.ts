/**
 * `npm run bench -- hanging`: how long `/health/live` takes while 200 tests hang on targets that never answer.
 * Figures are printed, never asserted.
 */
import { median, milliseconds, print } from '#tests/bench/measure'
import { rogueServer, silent } from '#tests/conformance/rogue_server'
import { eventually } from '#tests/conformance/workbench'
import { Product } from '#tests/support/product'

const TENANTS = 4
const HANGING = 200
const CALLS = 200

const rogue = await rogueServer(silent)
const product = await Product.start()
try {
  const quiet = await healthTimes(product)
  const tests = await hang(product)
  await eventually(() => rogue.connections.length === HANGING)
  const busy = await healthTimes(product)
  await Promise.all(tests)
  print([
    ['/health/live', 'median, ms', 'slowest, ms'],
    ['with nothing else to do', ...described(quiet)],
    [`with ${HANGING} tests hanging`, ...described(busy)],
  ])
} finally {
  await product.stop()
  await rogue.close()
}

/** Begins the tests, and resolves once they are under way; they end with the deadline on connecting. */
async function hang(varlor: Product): Promise<Promise<unknown>[]> {
  const tests: Promise<unknown>[] = []
  for (let tenant = 1; tenant <= TENANTS; tenant++) {
    const call = await varlor.callAs(await varlor.newTenant(`Hanging ${tenant}`))
    for (let one = 0; one < HANGING / TENANTS; one++) {
      tests.push(call('POST', '/connectors/test', silentTarget()))
    }
  }
  return tests
}

function silentTarget() {
  return {
    type: 'postgresql',
    config: { host: '127.0.0.1', port: rogue.port, database: 'sales', username: 'alice' },
    credentials: { password: 'never sent' },
  }
}

async function healthTimes({ origin }: Product): Promise<number[]> {
  const times: number[] = []
  for (let call = 0; call < CALLS; call++) {
    times.push(await milliseconds(() => fetch(`${origin}/health/live`).then((one) => one.text())))
  }
  return times
}

function described(times: number[]): string[] {
  return [median(times).toFixed(1), Math.max(...times).toFixed(1)]
}
