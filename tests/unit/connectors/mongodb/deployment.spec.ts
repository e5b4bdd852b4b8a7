import { test } from '@japa/runner'
import type { Document } from 'mongodb'
import { EgressPolicy } from '#connectors/egress_policy'
import { mongodb } from '#connectors/mongodb/engine'
import type { ConformanceServer } from '#tests/conformance/conformance_spec'
import { closedPort, rogueServer, silent } from '#tests/conformance/rogue_server'
import {
  connectorTo,
  eventually,
  never,
  type Overrides,
  serverWith,
  using,
} from '#tests/conformance/workbench'
import { MongodbStandIn, type StandInFacts } from '#tests/support/standins/mongodb/server'
import { Store } from '#tests/support/standins/mongodb/store'
import { BSON } from 'mongodb'

const PASSWORD = 'a=b,c naïve'
const users = {
  'root': { password: PASSWORD, mechanisms: ['SCRAM-SHA-256', 'SCRAM-SHA-1'], reads: null },
  'reader': { password: PASSWORD, mechanisms: ['SCRAM-SHA-256'], reads: ['shop'] },
  'old=one,two': { password: PASSWORD, mechanisms: ['SCRAM-SHA-1'], reads: ['shop'] },
} as const

test.group('MongoDB deployments', (group) => {
  const started: MongodbStandIn[] = []
  group.each.teardown(async () => {
    await Promise.all(started.splice(0).map((server) => server.stop()))
  })
  const start = async (facts: Partial<StandInFacts> = {}, store = shop()) => {
    const server = await MongodbStandIn.start(facts, store)
    started.push(server)
    return server
  }
  const target = (host: string, config: Document = {}): ConformanceServer =>
    serverWith({
      config: { host, port: 27_017, srv: false, tls: { mode: 'disable' }, ...config },
      credentials: config.username ? { password: PASSWORD } : {},
      schema: 'shop',
    })
  const run = <T>(
    server: ConformanceServer,
    work: (connector: Awaited<ReturnType<typeof connectorTo>>) => Promise<T>,
    overrides: Overrides = {}
  ) => using(connectorTo(mongodb, server, overrides), work)
  const tested = (server: ConformanceServer, overrides?: Overrides) =>
    run(server, (connector) => connector.test({ signal: never }), overrides)
  const at = ({ port }: { port: number }) => `127.0.0.1:${port}`
  const secondary = (primary?: string) => () => ({
    isWritablePrimary: false,
    secondary: true,
    setName: 'rs0',
    primary,
  })
  const arbiter = () => ({ isWritablePrimary: false, arbiterOnly: true, setName: 'rs0' })

  test('the first member that answers is taken, and of a set the primary', async ({ assert }) => {
    const primary = await start({ version: '8.0.1', hello: () => ({ setName: 'rs0' }) })
    const lagging = await start({ version: '7.0.1', hello: secondary(at(primary)) })
    const voting = await start({ hello: arbiter })
    const hosts = [`127.0.0.1:${await closedPort()}`, at(voting), at(lagging)].join(',')
    const result = await tested(target(hosts, { replicaSet: 'rs0' }))
    assert.isTrue(result.success, result.message)
    assert.equal(result.serverVersion, '8.0.1')
  })

  test('a secondary is read where its primary is out of reach', async ({ assert }) => {
    const lagging = await start({
      version: '7.0.1',
      hello: secondary(`127.0.0.1:${await closedPort()}`),
    })
    const result = await tested(target(at(lagging)))
    assert.isTrue(result.success, result.message)
    assert.equal(result.serverVersion, '7.0.1')
    const { rows } = await run(target(at(lagging)), (connector) =>
      connector.preview(
        { schema: 'shop', name: 'items' },
        { limit: 5, exactCount: true, signal: never }
      )
    )
    assert.lengthOf(rows, 3)
  })

  test('a member that is silent leaves time for the next', async ({ assert, cleanup }) => {
    const rogue = await rogueServer(silent)
    cleanup(() => rogue.close())
    const other = await start()
    const times = { connectTimeout: 900 }
    const result = await tested(target(`${at(rogue)},${at(other)}`), times)
    assert.isTrue(result.success, result.message)
    await eventually(() => rogue.connections.every((socket) => socket.closed))
    const none = await tested(target(`${at(rogue)},${at(rogue)}`), times)
    assert.equal(none.code, 'timeout', none.message)
  })

  test('where nobody listens at any member, it says so', async ({ assert }) => {
    const dead = `127.0.0.1:${await closedPort()}`
    const result = await tested(target(`${dead},${dead}`))
    assert.equal(result.code, 'refused', result.message)
    assert.include(result.message, dead)
  })

  test('a wrong password is tried with one member alone', async ({ assert }) => {
    const servers = [await start({ users }), await start({ users })]
    const server = target(servers.map(at).join(','), { username: 'reader' })
    const result = await tested({ ...server, credentials: { password: 'wrong' } })
    assert.equal(result.code, 'auth_bad', result.message)
    assert.equal(servers[1]?.accepted, 0)
  })

  test('DNS leads to the members, the set and the users of a cluster', async ({ assert }) => {
    const member = await start({ users, hello: () => ({ setName: 'atlas-1' }) })
    const asked: string[] = []
    const egress = (replicaSet: string) =>
      new EgressPolicy({
        allow: ['loopback'],
        own: [],
        resolver: async (name) => {
          asked.push(name)
          return ['127.0.0.1']
        },
        services: async () => ({
          servers: [{ name: 'shard-0.abc.example.net', port: member.port }],
          texts: [`authSource=admin&replicaSet=${replicaSet}`],
        }),
      })
    const server = target('cluster.abc.example.net', { srv: true, username: 'reader' })
    const right = await tested(server, { egress: egress('atlas-1') })
    assert.isTrue(right.success, right.message)
    assert.deepEqual(asked, ['shard-0.abc.example.net'])
    const wrong = await tested(server, { egress: egress('atlas-2') })
    assert.containsSubset(wrong, { code: 'bad_config', field: 'replicaSet' })
  })

  test('users of either mechanism sign in, and it is told what they may do', async ({ assert }) => {
    const server = await start({ users })
    const facts = await Promise.all(
      Object.keys(users).map(async (username) => {
        const result = await tested(target(at(server), { username, database: 'shop' }))
        return [username, result.success, result.readOnly, result.superuser]
      })
    )
    assert.deepEqual(facts, [
      ['root', true, false, true],
      ['reader', true, true, false],
      ['old=one,two', true, true, false],
    ])
    const open = await tested(target(at(await start())))
    assert.containsSubset(open, { success: true, readOnly: false, superuser: true })
  })

  test('without a database every one that may be read is listed, in order', async ({ assert }) => {
    const server = await start({ users })
    const list = (username: string) =>
      run(target(at(server), { username }), (connector) => connector.listTables({ signal: never }))
    const names = async (username: string) => {
      const tables = await list(username)
      return tables.map(({ schema, name, rowEstimate }) => `${schema}.${name} ${rowEstimate}`)
    }
    assert.deepEqual(await names('root'), ['archive.items 0', 'shop.Zebra 0', 'shop.items 3'])
    assert.deepEqual(await names('reader'), ['shop.Zebra 0', 'shop.items 3'])
  })

  test('what cannot be counted has no estimate, and is listed all the same', async ({ assert }) => {
    const server = await start({ refusals: { count: { code: 13, message: 'not authorized' } } })
    const tables = await run(target(at(server)), (connector) =>
      connector.listTables({ signal: never })
    )
    assert.isTrue(tables.every(({ rowEstimate }) => rowEstimate === null))
    assert.lengthOf(tables, 3)
  })

  test('a list too long to count has no estimates', async ({ assert }) => {
    const store = new Store()
    for (let i = 0; i < 1_001; i++) store.create('many', `c${i}`)
    const server = await start({ refusals: { count: { code: 1, message: 'never asked' } } }, store)
    const tables = await run(target(at(server)), (connector) =>
      connector.listTables({ signal: never })
    )
    assert.lengthOf(tables, 1_001)
  })

  test('the oldest and the newest documents are looked at', async ({ assert }) => {
    const store = new Store()
    const documents = Array.from({ length: 1_000 }, (_, i) =>
      BSON.serialize({
        _id: i,
        ...(i >= 990 ? { added: 'x' } : {}),
        ...(i === 500 ? { rare: 1 } : {}),
      })
    )
    store.insert('shop', 'history', documents)
    const server = await start({}, store)
    const { columns, rows, rowCount } = await run(target(at(server)), (connector) =>
      connector.preview(
        { schema: 'shop', name: 'history' },
        { limit: 2, exactCount: false, signal: never }
      )
    )
    assert.deepEqual(
      columns.map(({ name, presence }) => [name, presence]),
      [
        ['_id', 1],
        ['added', 0.05],
      ]
    )
    assert.deepEqual(rows, [
      [0, null],
      [1, null],
    ])
    assert.deepEqual(rowCount, { value: 1_000, exact: false })
  })

  test('who goes away has the operation killed on the server', async ({ assert }) => {
    const server = await start({ users })
    server.store.create('shop', 'slow', {
      type: 'view',
      viewOn: 'items',
      pipeline: [{ $waitForEver: {} }],
    })
    const client = new AbortController()
    await run(target(at(server), { username: 'reader' }), async (connector) => {
      const reading = connector.preview(
        { schema: 'shop', name: 'slow' },
        { limit: 1, exactCount: false, signal: client.signal }
      )
      reading.catch(() => {})
      await eventually(() => server.waiting > 0)
      client.abort(new Error('gone'))
      await assert.rejects(() => reading, 'gone')
      await eventually(() => server.waiting === 0)
      assert.equal(server.interrupted, 1)
    })
  })

  test('what fails at work is told by the reason', async ({ assert }) => {
    for (const [code, expected] of [
      [13, 'schema_denied'],
      [50, 'timeout'],
      [11600, 'starting'],
      [13436, 'starting'],
      [26, 'table_not_found'],
      [292, 'unknown'],
    ] as const) {
      const server = await start({ refusals: { find: { code, message: 'no' } }, users })
      const work = run(target(at(server), { username: 'reader' }), (connector) =>
        connector.preview(
          { schema: 'shop', name: 'items' },
          { limit: 1, exactCount: false, signal: never }
        )
      )
      const error: unknown = await work.then(
        () => null,
        (thrown: unknown) => thrown
      )
      assert.containsSubset(error, { code: expected }, String(code))
    }
  })

  test('no name of a database or collection leads elsewhere', async ({ assert }) => {
    const server = await start({ users })
    for (const [schema, name] of [
      ['admin', 'system.users'],
      ['shop.x', 'items'],
      ['shop\0', 'items'],
      ['$cmd', 'items'],
      ['shop', '$cmd'],
      ['shop', 'system.profile'],
      ['', 'items'],
    ] as const) {
      const work = run(target(at(server), { username: 'root' }), (connector) =>
        connector.preview({ schema, name }, { limit: 1, exactCount: false, signal: never })
      )
      const error: unknown = await work.then(
        () => null,
        (thrown: unknown) => thrown
      )
      assert.containsSubset(error, { code: 'table_not_found' }, `${schema}.${name}`)
    }
  })
})

function shop(): Store {
  const store = new Store()
  store.create('admin', 'system.users')
  store.insert(
    'shop',
    'items',
    [1, 2, 3].map((_id) => BSON.serialize({ _id }))
  )
  store.create('shop', 'Zebra')
  store.create('shop', 'system.profile')
  store.create('archive', 'items')
  return store
}
