import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from '@japa/runner'
import { ImportError } from '#datasets/import_error'
import type { ImportOrder, ImportReport } from '#datasets/import_order'
import { runImport } from '#datasets/import_runner'
import { eventually } from '#tests/conformance/workbench'
import { imported, importFolder, orderFor } from '#tests/support/import_orders'
import { asked } from '#tests/support/parquet'
import { postgres, type PostgresServer } from '#tests/support/servers/postgres'

const ROWS = 60_000
const never = new AbortController().signal

const FILL = `
  create table mixed (id int primary key, big bigint, amount numeric(30, 10), at timestamptz, day date,
                      label text, flag boolean, key uuid, payload jsonb, tags text[]);
  insert into mixed select i, i * 1234567890123, i / 7.0, timestamptz '2020-01-01 00:00:00Z' + i * interval '1 s',
      date '2000-01-01' + i % 9000, case when i % 5 > 0 then 'label ' || i end, i % 2 = 0,
      md5(i::text)::uuid, jsonb_build_object('n', i), array['a' || i, null]
    from generate_series(1, ${ROWS}) i;
  create table empty (id int, "Name" text, name text);
  create table wide as select i, repeat('x' || i, 500) as text from generate_series(1, 30000) i;
  create view endless as select i, pg_sleep(0.001) is null as slept from generate_series(1, 10000000) i;`

test.group('An import in a process of its own', (group) => {
  let server: PostgresServer
  let folder = ''

  group.setup(async () => {
    const running = await postgres()
    server = await running.createDatabase()
    await server.query(FILL)
  })
  group.each.setup(() => {
    const [path, remove] = importFolder()
    folder = path
    return remove
  })
  group.each.timeout(60_000)

  const order = (tables: string[], limits?: Partial<ImportOrder['limits']>) =>
    orderFor(server, folder, tables, limits)

  test('writes every row of every table, and tells it in order', async ({ assert }) => {
    const reports = await imported(order(['mixed', 'gone', 'empty', 'wide']))
    const told = reports.filter(({ kind }) => kind !== 'progress')
    assert.deepEqual(
      told.map(({ kind, index }) => [kind, index]),
      [
        ['started', 0],
        ['done', 0],
        ['failed', 1],
        ['started', 2],
        ['done', 2],
        ['started', 3],
        ['done', 3],
      ]
    )
    assert.containsSubset(reports, [
      { kind: 'done', index: 0, file: { name: '0.parquet', rows: ROWS } },
      { kind: 'failed', index: 1, failure: { code: 'table_not_found' } },
      { kind: 'done', index: 2, file: { name: '2.parquet', rows: 0 } },
      { kind: 'done', index: 3, file: { rows: 30_000 } },
    ])
    assert.deepEqual(readdirSync(folder).sort(), ['0.parquet', '2.parquet', '3.parquet'])
    assert.deepEqual(namesIn(reports, 2), ['id', 'Name', 'name_2'])
  })

  test('keeps every value', async ({ assert }) => {
    await imported(order(['mixed']))
    const [there] = await server.query<{ all: string }>(`
      select md5(string_agg(concat_ws('|', id, big, amount, extract(epoch from at)::bigint, day,
        coalesce(label, '-'), flag::text, key, payload->>'n', tags[1]), ';' order by id)) as all from mixed`)
    const [[here]] = (await asked(`
      select md5(string_agg(concat_ws('|', id, big, amount, epoch("at")::bigint, day, coalesce(label, '-'),
        flag::varchar, key, payload->>'n', tags[1]), ';' order by id))
      from '${join(folder, '0.parquet')}'`)) as [[string]]
    assert.equal(here, there?.all)
  })

  test('ends when it exceeds what is left of the quota, and leaves no half file', async ({
    assert,
  }) => {
    assert.equal(
      (await failing(order(['empty', 'mixed'], { rows: ROWS - 1 }))).code,
      'quota_exceeded'
    )
    assert.deepEqual(readdirSync(folder), ['0.parquet'])
    assert.equal((await failing(order(['mixed'], { bytes: 10_000 }))).code, 'quota_exceeded')
    assert.deepEqual(readdirSync(folder), [])
    assert.lengthOf(await imported(order(['empty'], { rows: 0 })), 2)
  })

  test('fails as a whole when the disk is full, and leaves no half file', async ({ assert }) => {
    const small = join(folder, 'small')
    mkdirSync(small)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', small])
    try {
      const { code } = await failing(orderFor(server, small, ['empty', 'mixed', 'wide']))
      assert.equal(code, 'disk_full')
      assert.deepEqual(readdirSync(small), ['0.parquet'])
    } finally {
      execFileSync('umount', ['-l', small])
    }
  }).skip(process.getuid?.() !== 0, 'only root may mount a small disk')

  test('fails as a whole when the target cannot be reached', async ({ assert }) => {
    const unreachable = order(['mixed'])
    unreachable.target.config.port = 1
    assert.equal((await failing(unreachable)).code, 'refused')
    const refused = order(['mixed'])
    refused.target.credentials.password = 'wrong'
    assert.equal((await failing(refused)).code, 'auth_bad')
  })

  test('is cancelled at the target within a second, and leaves nothing', async ({ assert }) => {
    const stop = new AbortController()
    const reason = new Error('enough')
    let cancelledAt = 0
    const onReport = ({ kind, index }: ImportReport) => {
      if (kind !== 'started' || index !== 1) return
      cancelledAt = performance.now()
      stop.abort(reason)
    }
    const thrown = await runImport(order(['empty', 'endless']), onReport, stop.signal).catch(
      (error: unknown) => error
    )
    assert.strictEqual(thrown, reason)
    assert.isBelow(performance.now() - cancelledAt, 1_500)
    assert.deepEqual(readdirSync(folder), [])
    await eventually(async () => (await reading(server)) === 0)
  })

  test('tells when its process crashes, and leaves no half file', async ({ assert }) => {
    let killed = false
    const onReport = async ({ kind }: ImportReport) => {
      if (kind === 'started') process.kill(await childOf(process.pid), 'SIGKILL')
      killed = true
    }
    const error = await runImport(order(['endless']), onReport, never).catch((e: unknown) => e)
    assert.isTrue(killed)
    assert.instanceOf(error, ImportError)
    assert.equal((error as ImportError).failure.code, 'import_crashed')
    assert.deepEqual(readdirSync(folder), [])
    await eventually(async () => (await reading(server)) === 0)
  })

  test('knows nothing of our environment, and ends with whoever started it', async ({ assert }) => {
    const starter = fileURLToPath(new URL('./start_import.ts', import.meta.url))
    const parent = spawn(process.execPath, ['--import=@poppinss/ts-exec', starter], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, SECRET: 'of the server' },
    })
    parent.stdin.end(JSON.stringify(order(['endless'])))
    await once(parent.stdout, 'data')
    const pid = await childOf(parent.pid ?? 0)
    if (process.platform === 'linux') {
      assert.notInclude(readFileSync(`/proc/${pid}/environ`, 'utf8'), 'SECRET')
      assert.notInclude(readFileSync(`/proc/${pid}/cmdline`, 'utf8'), server.password)
    }
    parent.kill('SIGKILL')
    await eventually(() => !isRunning(pid))
    assert.notInclude(readdirSync(folder), '0.parquet')
    await eventually(async () => (await reading(server)) === 0)
  })
})

async function failing(order: ImportOrder) {
  const error = await imported(order).catch((thrown: unknown) => thrown)
  if (error instanceof ImportError) return error.failure
  throw new Error('It did not fail as a whole', { cause: error })
}

function namesIn(reports: ImportReport[], index: number): string[] {
  const started = reports.find((report) => report.kind === 'started' && report.index === index)
  return started?.kind === 'started' ? started.columns.map(({ name }) => name) : []
}

/** Imports that read this database now. */
async function reading({ query, database }: PostgresServer): Promise<number> {
  const rows = await query(
    `select 1 from pg_stat_activity where datname = $1 and query ilike 'copy%' and state = 'active'`,
    [database]
  )
  return rows.length
}

/** The process that imports, of those that this one started. */
async function childOf(parent: number): Promise<number> {
  let pid = 0
  await eventually(() => {
    const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n')
    const line = lines.find((one) => {
      const [, ppid] = one.trim().split(/\s+/)
      return Number(ppid) === parent && one.includes('import_process')
    })
    pid = Number.parseInt(line ?? '0')
    return pid > 0
  })
  return pid
}

/** A process that ended but was not waited for yet does not run. */
function isRunning(pid: number): boolean {
  try {
    const stat = execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' })
    return !stat.startsWith('Z')
  } catch {
    return false
  }
}
