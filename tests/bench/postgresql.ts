/**
 * `npm run bench`: Varlor over HTTP, with authentication and sealing, against the bare `pg` driver that does the
 * same in the same run. Figures are printed, never asserted: judge the ratios.
 */
import pg from 'pg'
import { STRUCTURE, TABLES } from '#connectors/postgresql/catalog_queries'
import { compare, print, printComparisons, throughput } from '#tests/bench/measure'
import { Product } from '#tests/support/product'
import { stopServers } from '#tests/support/servers/lifetime'
import { postgres, type PostgresServer } from '#tests/support/servers/postgres'

const TABLES_COUNT = 10_000
const BIG_ROWS = Number(process.env.BENCH_ROWS ?? 5_000_000)

const server = await postgres()
const target = await server.createDatabase()
say(`filling a database: ${TABLES_COUNT} tables, ${BIG_ROWS} rows`)
await fill(target)
say('starting Varlor')
const product = await Product.start()
try {
  await bench(product, target)
} finally {
  await product.stop()
  await stopServers()
}

async function bench(varlor: Product, database: PostgresServer): Promise<void> {
  const idle = await varlor.residentMemory()
  const call = await varlor.callAs(await varlor.newTenant('Bench'))
  const { id } = await call<{ id: string }>('POST', '/connectors', {
    name: 'Bench',
    ...connectionTo(database),
  })
  const connection = `/connectors/${id}`
  const preview = (table: string) =>
    call('GET', `${connection}/tables/${table}/preview?schema=public`)
  const pool = new pg.Pool({ ...driverOptions(database), max: 4 })
  const bareTest = () => withClient(database, (client) => client.query('select 1'))
  const varlorTest = () => call('POST', `${connection}/test`)

  const list = (query: string) => call('GET', `${connection}/tables${query}`)
  const newSessions = () => call('PATCH', connection, { tags: [] })
  const bareList = (client: pg.Pool | pg.Client) =>
    client.query({ name: 'tables', text: TABLES, values: [100_000], rowMode: 'array' })

  printComparisons([
    await compare({ operation: 'test', goal: '≤ 1.15× + 3 ms' }, bareTest, varlorTest),
    await compare(
      {
        operation: `list ${TABLES_COUNT} tables, new session`,
        goal: '≤ 1.3× + 3 ms',
        prepare: newSessions,
      },
      () => withClient(database, bareList),
      () => list('')
    ),
    await compare(
      { operation: `list ${TABLES_COUNT} tables, kept session`, goal: '≤ 1.3× + 3 ms' },
      () => bareList(pool),
      () => list('?refresh=true')
    ),
    await compare(
      { operation: 'list, cached page of 100 (bare: select 1)', goal: '≤ 5 ms' },
      () => pool.query('select 1'),
      () => list('')
    ),
    await compare(
      {
        operation: `preview 10 of ${BIG_ROWS} rows, new session`,
        goal: '≤ 1.3× + 3 ms',
        prepare: newSessions,
      },
      () => withClient(database, (client) => barePreview(client, 'big')),
      () => preview('big')
    ),
    await compare(
      { operation: `preview 10 of ${BIG_ROWS} rows, kept session`, goal: '+ 3 ms' },
      () => barePreview(pool, 'big'),
      () => preview('big')
    ),
    await compare(
      { operation: 'preview 10 of 1,000 rows, kept session', goal: '+ 3 ms' },
      () => barePreview(pool, 'small'),
      () => preview('small')
    ),
  ])

  print([
    ['at 16 clients', 'bare, /s', 'Varlor, /s', 'goal, /s'],
    await sideBySide('test', 200, bareTest, varlorTest, '≥ 130'),
    await sideBySide(
      'preview',
      1_000,
      () => barePreview(pool, 'big'),
      () => preview('big'),
      '≥ 800'
    ),
  ])
  print([
    ['process', 'measured', 'goal'],
    ['start to ready', `${varlor.startTime.toFixed(0)} ms`, '≤ 2,000 ms'],
    ['memory when idle', `${idle.toFixed(0)} MB`, '≤ 200 MB'],
    ['memory after all this', `${(await varlor.residentMemory()).toFixed(0)} MB`, '–'],
  ])
  await pool.end()
}

async function sideBySide(
  operation: string,
  times: number,
  bare: () => Promise<unknown>,
  varlor: () => Promise<unknown>,
  goal: string
) {
  const figures = [await throughput(16, times, bare), await throughput(16, times, varlor)]
  return [operation, ...figures.map((figure) => figure.toFixed(0)), goal]
}

async function barePreview(client: pg.Pool | pg.Client, table: 'big' | 'small'): Promise<void> {
  const values = ['public', table]
  await client.query({ name: 'structure', text: STRUCTURE, values, rowMode: 'array' })
  await client.query({
    text: `select * from public.${table} order by id limit 10`,
    rowMode: 'array',
  })
}

async function withClient(
  database: PostgresServer,
  run: (client: pg.Client) => Promise<unknown>
): Promise<void> {
  const client = new pg.Client(driverOptions(database))
  await client.connect()
  await run(client)
  await client.end()
}

function driverOptions({ host, port, user, password, database }: PostgresServer) {
  return { host, port, user, password, database }
}

function connectionTo({ host, port, user, password, database }: PostgresServer) {
  return {
    type: 'postgresql',
    config: { host, port, database, username: user, tls: { mode: 'disable' } },
    credentials: { password },
  }
}

async function fill(database: PostgresServer): Promise<void> {
  for (let first = 0; first < TABLES_COUNT; first += 500) {
    await database.query(`
      do $$ begin
        for i in ${first}..${Math.min(first + 500, TABLES_COUNT) - 1} loop
          execute format('create table t_%s (id int primary key, label text)', i);
        end loop;
      end $$`)
  }
  for (const [table, rows] of [
    ['big', BIG_ROWS],
    ['small', 1_000],
  ] as const) {
    await database.query(`
      create table ${table} (id bigint primary key, label text, amount numeric(12,2), flag boolean,
                             made_at timestamptz, payload jsonb);
      insert into ${table}
        select i, 'row ' || i, i / 7.0, i % 2 = 0, now() - i * interval '1 second',
               jsonb_build_object('n', i)
        from generate_series(1, ${rows}) i;`)
  }
  await database.query('analyze')
}

function say(line: string): void {
  process.stderr.write(`› ${line}\n`)
}
