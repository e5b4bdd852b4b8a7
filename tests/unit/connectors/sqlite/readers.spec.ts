import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from '@japa/runner'
import Database from 'better-sqlite3'
import { IdleReaders } from '#connectors/sqlite/idle_readers'
import { ReaderClient } from '#connectors/sqlite/reader_client'
import { eventually } from '#tests/conformance/workbench'

const ENDLESS =
  'create view endless as with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n'

test.group('SQLite: reader processes', (group) => {
  let folder = ''
  group.setup(() => {
    folder = mkdtempSync(join(tmpdir(), 'varlor-readers-'))
    const database = new Database(join(folder, 'endless.db'))
    database.exec(ENDLESS)
    database.close()
    return () => rmSync(folder, { recursive: true })
  })

  test('are used again by the same tenant, and by no other', ({ assert }) => {
    const idle = new IdleReaders()
    const first = idle.take('tenant-a')
    idle.giveBack('tenant-a', first)
    const other = idle.take('tenant-b')
    assert.notStrictEqual(other, first)
    const again = idle.take('tenant-a')
    assert.strictEqual(again, first)
    for (const reader of [first, other]) reader.kill()
  })

  test('that ended meanwhile are not used again', async ({ assert }) => {
    const idle = new IdleReaders()
    const reader = idle.take('tenant')
    idle.giveBack('tenant', reader)
    reader.kill()
    await eventually(() => !reader.isAlive)
    const next = idle.take('tenant')
    assert.notStrictEqual(next, reader)
    next.kill()
  })

  test('reject what was asked of them when they end', async ({ assert }) => {
    const reader = new ReaderClient()
    await reader.call('open', join(folder, 'endless.db'))
    const counting = reader.call('countRows', 'endless')
    reader.kill()
    await assert.rejects(() => counting, /reader process ended/)
  })

  test('pass on the code of an error', async ({ assert }) => {
    const reader = new ReaderClient()
    const error = await reader
      .call('open', join(folder, 'none.db'))
      .catch((thrown: unknown) => thrown)
    reader.kill()
    assert.equal((error as { code?: string }).code, 'SQLITE_CANTOPEN')
  })

  test('know nothing of our environment, and end with us even while they are busy', async ({
    assert,
  }) => {
    const starter = fileURLToPath(new URL('./start_reader.ts', import.meta.url))
    const child = spawn(
      process.execPath,
      ['--import=@poppinss/ts-exec', starter, join(folder, 'endless.db')],
      { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, SECRET: 'of the server' } }
    )
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    const pid = Number(line.toString())
    assert.isTrue(isRunning(pid))
    if (process.platform === 'linux') {
      assert.notInclude(readFileSync(`/proc/${pid}/environ`, 'utf8'), 'SECRET')
    }
    child.kill('SIGKILL')
    await eventually(() => !isRunning(pid))
  })
})

/** A process that ended but was not waited for yet, as in containers without an init, does not run. */
function isRunning(pid: number): boolean {
  const { status, stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], {
    encoding: 'utf8',
  })
  return status === 0 && !stdout.startsWith('Z')
}
