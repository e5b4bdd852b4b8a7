import { test } from '@japa/runner'
import { BentoCache, bentostore } from 'bentocache'
import { redisDriver } from 'bentocache/drivers/redis'
import type { TableSummary } from '#connectors/contracts'
import { RedisTables } from '#services/redis_tables'
import { TableCatalog, type TableCatalogOptions } from '#services/table_catalog'
import { needs } from '#tests/support/servers/missing'
import { freePort } from '#tests/support/servers/throwaway_process'
import { redis } from '#tests/support/servers/redis'

const signal = new AbortController().signal
const key = { tenantId: 't', connectionId: 'c', version: 1 }

function tables(count: number): TableSummary[] {
  return Array.from({ length: count }, (_, index) => ({
    schema: 'public',
    name: `t${index}`,
    kind: 'table',
    rowEstimate: index,
  }))
}

/** A catalog on a clock of its own, and how often it read. */
function catalogWith(options: Partial<TableCatalogOptions> = {}) {
  const clock = { now: 1_000_000 }
  const catalog = new TableCatalog({
    ttl: 300_000,
    maxBytes: 1_000_000,
    now: () => clock.now,
    ...options,
  })
  const counted = { reads: 0 }
  const list = (at = key, refresh = false, count = 3) =>
    catalog.list(at, { refresh, signal }, async () => {
      counted.reads += 1
      return tables(count)
    })
  return { catalog, clock, counted, list }
}

test.group('The catalog of tables', () => {
  test('is believed for its time and read anew after it', async ({ assert }) => {
    const { clock, counted, list } = catalogWith()
    const first = await list()
    clock.now += 299_999
    assert.strictEqual(await list(), first)
    clock.now += 1
    const second = await list()

    assert.equal(counted.reads, 2)
    assert.isAbove(Date.parse(second.cachedAt), Date.parse(first.cachedAt))
  })

  test('is read anew on request, and then remembered', async ({ assert }) => {
    const { counted, list } = catalogWith()
    await list()
    const refreshed = await list(key, true)

    assert.equal(counted.reads, 2)
    assert.strictEqual(await list(), refreshed)
  })

  test('knows tenants, connections and versions apart', async ({ assert }) => {
    const { counted, list } = catalogWith()
    for (const other of [{ tenantId: 'u' }, { connectionId: 'd' }, { version: 2 }, {}]) {
      await list({ ...key, ...other })
    }

    assert.equal(counted.reads, 4)
  })

  test('forgets a connection that was dropped', async ({ assert }) => {
    const { catalog, counted, list } = catalogWith()
    await list()
    await list({ ...key, connectionId: 'd' })
    await catalog.drop(key)
    await list()
    await list({ ...key, connectionId: 'd' })

    assert.equal(counted.reads, 3)
  })

  test('forgets the oldest when there are too many tables', async ({ assert }) => {
    const { counted, list } = catalogWith({ maxBytes: 100 * 150 })
    await list({ ...key, connectionId: 'a' }, false, 60)
    await list({ ...key, connectionId: 'b' }, false, 60)
    await list({ ...key, connectionId: 'b' }, false, 60)
    assert.equal(counted.reads, 2)
    await list({ ...key, connectionId: 'a' }, false, 60)
    assert.equal(counted.reads, 3)
  })

  test('weighs the names that a target makes long', async ({ assert }) => {
    const { catalog } = catalogWith({ maxBytes: 1_000_000 })
    const long = tables(1).map((table) => ({ ...table, name: 'x'.repeat(600_000) }))
    const first = await catalog.list(key, { signal }, async () => long)
    assert.notStrictEqual(await catalog.list(key, { signal }, async () => long), first)
  })

  test('does not remember a failure', async ({ assert }) => {
    const { catalog, list } = catalogWith()
    const broken = () => Promise.reject(new Error('broken'))

    await assert.rejects(() => catalog.list(key, { signal }, broken), 'broken')
    assert.lengthOf((await list()).tables, 3)
  })
})

test.group('The catalog of tables on several nodes', (group) => {
  needs(group, 'redis')

  async function nodes(connection?: { host: string; port: number; password?: string }) {
    const cache = new BentoCache({
      default: 'redis',
      prefix: `catalog-${process.pid}-${performance.now()}`,
      stores: {
        redis: bentostore().useL2Layer(
          redisDriver({
            connection: { ...(connection ?? (await redis())), maxRetriesPerRequest: 0 },
          })
        ),
      },
    })
    const shared = new RedisTables(cache.use('redis'))
    return { cache, one: catalogWith({ shared }), two: catalogWith({ shared }) }
  }

  test('is read once for all nodes', async ({ assert, cleanup }) => {
    const { cache, one, two } = await nodes()
    cleanup(() => cache.disconnectAll())
    const first = await one.list()

    assert.deepEqual(await two.list(), first)
    assert.equal(two.counted.reads, 0)
    assert.strictEqual(await one.list(), first)
  })

  test('a refresh on one node is seen by the others', async ({ assert, cleanup }) => {
    const { cache, one, two } = await nodes()
    cleanup(() => cache.disconnectAll())
    await one.list()
    await two.list()
    two.clock.now += 5
    const refreshed = await two.list(key, true, 7)

    assert.lengthOf((await one.list()).tables, 7)
    assert.equal((await one.list()).cachedAt, refreshed.cachedAt)
    assert.equal(one.counted.reads, 1)
  })

  test('a Redis that is away makes every node read for itself', async ({ assert, cleanup }) => {
    const { cache, one, two } = await nodes({ host: '127.0.0.1', port: await freePort() })
    cleanup(() => cache.disconnectAll().catch(() => {}))
    const first = await one.list()
    await two.list()

    assert.deepEqual([one.counted.reads, two.counted.reads], [1, 1])
    assert.strictEqual(await one.list(), first)
    await one.catalog.drop(key)
    await one.list()
    assert.equal(one.counted.reads, 2)
  })

  test('a drop on one node holds for the others', async ({ assert, cleanup }) => {
    const { cache, one, two } = await nodes()
    cleanup(() => cache.disconnectAll())
    await one.list()
    await one.catalog.drop(key)
    await two.list()

    assert.equal(two.counted.reads, 1)
  })
})
