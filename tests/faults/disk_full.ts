import { execFile } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import Database from 'better-sqlite3'
import { judge } from '#tests/faults/expected'
import type { Fault } from '#tests/faults/fault'
import { inWords } from '#tests/faults/in_words'
import { onScene, type Scene } from '#tests/faults/scene'

const run = promisify(execFile)

/** Milliseconds for which nothing can be written. */
const FULL = 3_000

/** The disk of the embedded database is full, and then it is not. */
export const diskFull: Fault = {
  name: 'the disk of the application database full, SQLite',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'varlor-disk-'))
    await run('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', folder])
    try {
      const environment = { DATABASE_URL: `sqlite:${join(folder, 'data', 'varlor.sqlite')}` }
      return await onScene(environment, async (scene) => {
        const { crowd } = scene
        await crowd.untilAllWrite()
        fill(join(folder, 'filler'))
        const before = crowd.ledger.counts.refused
        const { wrong, told, withheld } = await lookOn(scene)
        const refused = crowd.ledger.counts.refused - before
        if (refused === 0) wrong.push('nobody was refused')
        rmSync(join(folder, 'filler'))
        const recovered = await crowd.untilAllWrite()
        await crowd.stop()
        await scene.product.ace(['audit:verify'])
        const written = eventsIn(join(folder, 'data', 'varlor.sqlite'))
        if (written !== told)
          wrong.push(`tables were told ${told} times, and written down ${written}`)
        return {
          lost: inWords([...wrong, ...(await crowd.losses())]),
          recovered,
          detail: `${refused} writes refused meanwhile; tables told ${told} times (each is in the trail), withheld ${withheld}; ${crowd.figures}`,
        }
      })
    } finally {
      await run('umount', ['-l', folder])
      rmSync(folder, { recursive: true })
    }
  },
}

/** Who reads tables is written down, or is not told. */
async function lookOn({ observer, targetId }: Scene) {
  const wrong = new Set<string>()
  let [told, withheld] = [0, 0]
  const end = performance.now() + FULL
  while (performance.now() < end) {
    const tables = await observer.api('GET', `/connectors/${targetId}/tables?refresh=true`)
    if (tables.status === 200) told++
    else withheld++
    const faults = [
      ...judge('list', await observer.api('GET', '/connectors'), [200]),
      ...judge('login', await observer.login(), [200, 503]),
      ...judge('tables', tables, [200, 503]),
    ]
    for (const fault of faults) wrong.add(fault)
  }
  return { wrong: [...wrong], told, withheld }
}

function eventsIn(file: string): number {
  const database = new Database(file)
  const sql = `select count(*) from audit_events where action = 'connection.list_tables' and outcome = 'success'`
  const count = database.prepare(sql).pluck().get()
  database.close()
  return Number(count)
}

/** Until not one byte more fits. */
function fill(path: string): void {
  const file = openSync(path, 'w')
  for (let size = 1 << 20; size >= 1; size >>= 1) {
    try {
      for (;;) writeSync(file, Buffer.alloc(size))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
    }
  }
  closeSync(file)
}
