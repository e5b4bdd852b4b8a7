/**
 * `npm run test:faults [-- --only=WORD] [-- --write]`: makes things go wrong around the production server, and prints for
 * each what was lost and how long it took to recover. It exits with 1 unless nothing was lost; `--write` keeps the table
 * in docs/faults.md.
 */
import { parseArgs } from 'node:util'
import { markdownTable } from '#tests/bench/measure'
import type { FaultReport } from '#tests/faults/fault'
import { faults } from '#tests/faults/faults'
import { stopServers } from '#tests/support/servers/lifetime'
import { WrittenSection } from '#tests/support/written_section'

const NOTHING = 'nothing'

const { values } = parseArgs({
  options: { only: { type: 'string', default: '' }, write: { type: 'boolean', default: false } },
})
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

const table = markdownTable([
  ['fault', 'lost', 'recovered, ms', 'what happened'],
  ...reports.map(({ name, lost, recovered, detail }) => [
    name,
    lost,
    recovered === null ? '–' : recovered.toFixed(0),
    detail,
  ]),
])
process.stdout.write(`${table}\n`)
if (reports.length === 0 || reports.some(({ lost }) => lost !== NOTHING)) process.exitCode = 1
else if (values.write && values.only === '')
  await new WrittenSection('faults.md', 'npm run test:faults -- --write').write(table)

function failed(error: unknown): FaultReport {
  return { lost: `it could not be told: ${String(error)}`, recovered: null, detail: '' }
}
