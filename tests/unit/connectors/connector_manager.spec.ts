import { test } from '@japa/runner'
import { ConfinedFiles } from '#connectors/confined_files'
import { ConnectorError } from '#connectors/connector_error'
import { ConnectorManager } from '#connectors/connector_manager'
import type { Connector, Target } from '#connectors/contracts'
import { engines } from '#connectors/registry'
import { SessionBudget } from '#connectors/session_budget'
import { rogueServer, silent } from '#tests/conformance/rogue_server'
import { eventually, LIMITS, loopbackPolicy, never, TIMES } from '#tests/conformance/workbench'
import { needs } from '#tests/support/servers/missing'
import { postgres, type PostgresServer } from '#tests/support/servers/postgres'

test.group('Connector manager', (group) => {
  if (!needs(group, 'postgres')) return
  let server: PostgresServer
  let budget: SessionBudget
  let manager: ConnectorManager

  group.setup(async () => {
    const running = await postgres()
    server = await running.createDatabase()
    await server.query('create table people (id integer primary key)')
    await server.query('create view slow as select pg_sleep(600)::text as slept')
  })

  const start = (caps = { total: 10, perTenant: 10 }, pool = { max: 2, idleTimeout: 60_000 }) => {
    budget = new SessionBudget(caps)
    manager = new ConnectorManager(engines, {
      egress: loopbackPolicy(),
      files: new ConfinedFiles({ folder: '/nonexistent', ownFiles: [] }),
      budget,
      limits: LIMITS,
      ...TIMES,
      pool,
    })
  }

  group.each.setup(() => {
    start()
    return () => manager.dispose()
  })

  const target = (config: Record<string, unknown> = {}): Target => {
    const { host, port, database, user, password } = server
    return {
      tenantId: 'a',
      config: { host, port, database, username: user, tls: { mode: 'disable' }, ...config },
      credentials: { password },
    }
  }
  const key = (connectionId = '1', version: number | string = 1, tenantId = 'a') => ({
    tenantId,
    connectionId,
    version,
  })
  const openTarget = async (tenantId = 'a') => ({ ...target(), tenantId })
  const list = (connector: Connector) => connector.listTables({ signal: never })
  const previewSlow = (connector: Connector) =>
    connector.preview(
      { schema: 'public', name: 'slow' },
      { limit: 1, exactCount: false, signal: never }
    )
  const use = (...parts: Parameters<typeof key>) =>
    manager.use(
      key(...parts),
      'postgresql',
      () => openTarget(parts[2]),
      async (c) => {
        await list(c)
        return c
      }
    )

  test('credentials are opened once, however many ask', async ({ assert }) => {
    let opened = 0
    const open = async () => {
      opened += 1
      return openTarget()
    }
    const connectors = await Promise.all(
      Array.from({ length: 20 }, () => manager.use(key(), 'postgresql', open, async (c) => c))
    )
    assert.equal(opened, 1)
    assert.lengthOf([...new Set(connectors)], 1)
    await manager.use(key(), 'postgresql', open, list)
    assert.equal(opened, 1)
  })

  test('tenants and versions never share a connector', async ({ assert }) => {
    const connectors = [
      await use('1', 1, 'a'),
      await use('1', 1, 'b'),
      await use('1', 2, 'a'),
      await use('2', 1, 'a'),
      await use('1:1', 1, 'a'),
      await use('1', '1:1', 'a'),
    ]
    assert.lengthOf([...new Set(connectors)], 6)
  })

  test('a failure to open the credentials is not kept', async ({ assert }) => {
    const failing = () => Promise.reject(new Error('E_SEAL_INVALID'))
    await assert.rejects(() => manager.use(key(), 'postgresql', failing, list), 'E_SEAL_INVALID')
    assert.equal(manager.size, 0)
    await use()
    assert.equal(manager.size, 1)
  })

  test('drop closes at once, cancels what runs, and leaves others alone', async ({ assert }) => {
    await use('2')
    await use('1', 1, 'b')
    const reading = manager.use(key(), 'postgresql', openTarget, previewSlow)
    reading.catch(() => {})
    await eventually(() => budget.held === 3)
    await manager.drop('a', '1')
    await assert.rejects(() => reading, ConnectorError)
    assert.equal(manager.size, 2)
    assert.equal(budget.held, 2)
  })

  test('who comes after a drop gets new credentials', async ({ assert }) => {
    const before = await use()
    await manager.drop('a', '1')
    assert.notStrictEqual(await use(), before)
    await assert.rejects(() => list(before), ConnectorError)
  })

  test('what nobody uses is closed', async ({ assert }) => {
    await manager.dispose()
    start(undefined, { max: 2, idleTimeout: 50 })
    await use()
    assert.equal(manager.size, 1)
    await eventually(() => manager.size === 0 && budget.held === 0)
  })

  test('idle connectors make room before anybody is refused', async ({ assert }) => {
    await manager.dispose()
    start({ total: 2, perTenant: 1 })
    await use('1')
    await use('2')
    assert.equal(budget.held, 1)
    await use('1', 1, 'b')
    await use('1', 1, 'c')
    assert.equal(budget.held, 2)
  })

  test('what is in use makes no room', async ({ assert }) => {
    await manager.dispose()
    start({ total: 1, perTenant: 1 })
    const reading = manager.use(key('1'), 'postgresql', openTarget, previewSlow)
    reading.catch(() => {})
    await eventually(() => budget.held === 1)
    const error = await use('2').catch((thrown: unknown) => thrown)
    assert.equal((error as ConnectorError).code, 'too_many_connections')
  })

  test('a test keeps nothing', async ({ assert }) => {
    const result = await manager.test('postgresql', target(), { signal: never })
    assert.isTrue(result.success)
    assert.equal(manager.size, 0)
    await eventually(() => budget.held === 0)
  })

  test('disposing ends tests that hang, and refuses what comes later', async ({
    assert,
    cleanup,
  }) => {
    const rogue = await rogueServer(silent)
    cleanup(() => rogue.close())
    const testing = manager.test('postgresql', target({ port: rogue.port }), { signal: never })
    await eventually(() => rogue.connections.length === 1)
    await manager.dispose()
    const { success } = await testing
    assert.isFalse(success)
    await eventually(() => rogue.connections.every((socket) => socket.closed))
    await assert.rejects(() => use(), /disposed/)
  })

  test('two hundred silent targets do not slow anybody else', async ({ assert, cleanup }) => {
    await manager.dispose()
    start({ total: 300, perTenant: 300 })
    const rogue = await rogueServer(silent)
    cleanup(() => rogue.close())
    const client = new AbortController()
    const hanging = Array.from({ length: 200 }, () =>
      manager.test('postgresql', target({ port: rogue.port }), { signal: client.signal })
    )
    await eventually(() => rogue.connections.length === 200)
    const started = performance.now()
    const { success } = await manager.test('postgresql', target(), { signal: never })
    assert.isTrue(success)
    assert.isBelow(performance.now() - started, 2_000)
    client.abort()
    await Promise.allSettled(hanging)
    await eventually(() => budget.held === 0)
  })
})
