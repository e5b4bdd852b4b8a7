/**
 * `npm run test:faults [-- --only=WORD]`: makes things go wrong around the production server, and prints for each what
 * was lost and how long it took to recover. It exits with 1 unless nothing was lost.
 */
import { parseArgs } from 'node:util'
import { print } from '#tests/bench/measure'
import type { FaultReport } from '#tests/faults/fault'
import { faults } from '#tests/faults/faults'
import { stopServers } from '#tests/support/servers/lifetime'

const NOTHING = 'nothing'

const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } })
const chosen = faults.filter(({ name }) => name.toLowerCase().includes(values.only.toLowerCase()))
const reports: (FaultReport & { name: string })[] = []
try {
  for (const { name, run } of chosen) {
    process.stderr.write(`› ${name}\n`)
    const report = await run().catch((error: unknown) => failed(error))
    reports.push({ name, ...report })
  }
} finally {
  await stopServers()
}

print([
  ['fault', 'lost', 'recovered, ms', ''],
  ...reports.map(({ name, lost, recovered, detail }) => [
    name,
    lost,
    recovered === null ? '–' : recovered.toFixed(0),
    detail,
  ]),
])
if (reports.length === 0 || reports.some(({ lost }) => lost !== NOTHING)) process.exitCode = 1

function failed(error: unknown): FaultReport {
  return { lost: `it could not be told: ${String(error)}`, recovered: null, detail: '' }
}
