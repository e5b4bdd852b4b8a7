/**
 * `npm run bench -- import`: a table imported into a Parquet file, against the floor: the database's own client piped into
 * DuckDB. Both in turn in the same run; the checksums of every column are compared. BENCH_ROWS=100000 makes it quick,
 * BENCH_ROUNDS=1 quicker, BENCH_ENGINES=postgresql,sqlite chooses.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { engines } from '#connectors/registry'
import { differences } from '#tests/bench/import/checksums'
import { runFloor } from '#tests/bench/import/floor'
import { mysqlSubject } from '#tests/bench/import/mysql_subject'
import { postgresqlSubject } from '#tests/bench/import/postgresql_subject'
import { sqliteSubject } from '#tests/bench/import/sqlite_subject'
import type { Subject } from '#tests/bench/import/subject'
import { type Figures, runVarlor } from '#tests/bench/import/varlor_import'
import { median, print } from '#tests/bench/measure'
import { stopServers } from '#tests/support/servers/lifetime'

const SUBJECTS = {
  postgresql: { make: postgresqlSubject, rows: 5_000_000, goal: '≥ 1.0' },
  mysql: { make: mysqlSubject, rows: 2_000_000, goal: '≥ 0.7' },
  sqlite: { make: sqliteSubject, rows: 2_000_000, goal: '≥ 0.7' },
}
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3)
const chosen = process.env.BENCH_ENGINES?.split(',') ?? Object.keys(SUBJECTS)

const lines: string[][] = [
  ['import', 'floor, rows/s', 'Varlor, rows/s', 'ratio', 'goal', 'peak of the process, MB'].concat(
    'p99 delay of its parent, ms',
    'checksums'
  ),
]
for (const [name, { make, rows, goal }] of Object.entries(SUBJECTS)) {
  const { supportsImport } = engines[name as keyof typeof SUBJECTS].capabilities
  if (!chosen.includes(name) || !supportsImport) continue
  say(`filling a table of ${name}`)
  lines.push(await measured(await make(Number(process.env.BENCH_ROWS ?? rows)), goal))
}
await stopServers()
print(lines)

async function measured(subject: Subject, goal: string): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'varlor-bench-'))
  const floor = join(folder, 'floor.parquet')
  const floors: number[] = []
  const imports: Figures[] = []
  for (let round = 1; round <= ROUNDS; round++) {
    say(`${subject.engine}, ${subject.rows} rows, round ${round} of ${ROUNDS}`)
    floors.push(await runFloor(subject, floor))
    imports.push(await runVarlor(subject, folder))
    say(
      `floor ${Math.round(floors.at(-1) ?? 0)} ms, Varlor ${Math.round(imports.at(-1)?.ms ?? 0)} ms`
    )
  }
  const different = await differences(subject, floor, join(folder, '0.parquet'))
  rmSync(folder, { recursive: true })
  const speed = (ms: number) => Math.round((subject.rows / ms) * 1_000)
  const [own, others] = [median(imports.map(({ ms }) => ms)), median(floors)]
  return [
    `${subject.engine}, ${subject.rows.toLocaleString('en')} × 10`,
    `${speed(others).toLocaleString('en')} (${subject.client})`,
    speed(own).toLocaleString('en'),
    (others / own).toFixed(2),
    goal,
    Math.max(...imports.map(({ peak }) => peak)).toFixed(0),
    Math.max(...imports.map(({ loopDelay }) => loopDelay)).toFixed(1),
    different.length === 0 ? 'equal' : `differ: ${different.join(', ')}`,
  ]
}

function say(line: string): void {
  process.stderr.write(`› ${line}\n`)
}
