/**
 * `npm run bench -- rotation`: the commands that rotate, verify and retire a master key, of the production build, over
 * BENCH_CONNECTIONS (100,000) connections in BENCH_TENANTS (1,000) tenants, on SQLite and on PostgreSQL; and what it
 * costs to seal and to open one credential beside bare node:crypto. Figures are printed, never asserted.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { print } from '#tests/bench/measure'

const folder = mkdtempSync(join(tmpdir(), 'varlor-bench-'))
process.env.NODE_ENV = 'test'
process.env.DATA_DIR = folder
process.env.DATABASE_URL = ''

const connections = Number(process.env.BENCH_CONNECTIONS ?? 100_000)
const tenants = Number(process.env.BENCH_TENANTS ?? 1_000)

const { createIgnitor } = await import('../../bin/ignitor.js')
const app = createIgnitor().createApp('console')
await app.init()
await app.boot()
const { stopServers } = await import('#tests/support/servers/lifetime')
const { isAvailable } = await import('#tests/support/servers/sources')
const { onDatabase } = await import('#tests/bench/rotation/on_database')
const { compareSealing } = await import('#tests/bench/rotation/compare_sealing')
try {
  const kinds = (['SQLite', 'PostgreSQL'] as const).filter(
    (kind) => kind === 'SQLite' || isAvailable('postgres')
  )
  const rows: string[][] = []
  for (const kind of kinds) {
    // One tenant has two keys to derive, so that the second line shows what is left without scrypt.
    for (const spread of [tenants, 1]) {
      const row = await onDatabase({ kind, connections, tenants: spread, folder })
      // All of them take ten minutes and more: whoever stops earlier keeps what there is.
      process.stderr.write(`› ${row.join(' | ')}\n`)
      rows.push(row)
    }
  }
  print([
    [
      ...['database', 'connections', 'tenants', 'rotate, s', 'waiting for scrypt, s', 'share'],
      ...['credentials/s besides', 'verify, s', 'retire, s', 'writers locked out, ms'],
    ],
    ...rows,
  ])
  await compareSealing(app)
} finally {
  await app.terminate()
  await stopServers()
  rmSync(folder, { recursive: true })
}
