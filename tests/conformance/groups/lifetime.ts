import { test } from '@japa/runner'
import { ConnectorError } from '#connectors/connector_error'
import type { Connector } from '#connectors/contracts'
import { SessionBudget } from '#connectors/session_budget'
import type { Bench } from '#tests/conformance/suite'
import { connectorTo, eventually, never, openSockets } from '#tests/conformance/workbench'

export function registerLifetimeTests({ spec, server }: Bench) {
  const previewSlow = (connector: Connector, signal: AbortSignal = never) =>
    connector.preview(
      { schema: server().schema, name: 'slow' },
      { limit: 10, exactCount: false, signal }
    )
  const previewPeople = (connector: Connector) =>
    connector.preview(
      { schema: server().schema, name: 'people' },
      { limit: 1, exactCount: false, signal: never }
    )
  const isQuick = spec.lacks?.slowness
  const sessions = async () => (await server().countSessions?.()) ?? 0
  const begun = async (budget: SessionBudget) => {
    const isServer = server().countSessions !== null
    await eventually(async () => (isServer ? await sessions() : budget.held) > 0)
  }

  test('who goes away stops the work on the target', async ({ assert }) => {
    const budget = new SessionBudget({ total: 5, perTenant: 5 })
    const connector = await connectorTo(spec.engine, server(), { budget })
    const client = new AbortController()
    const reading = previewSlow(connector, client.signal)
    reading.catch(() => {})
    await begun(budget)
    client.abort(new Error('gone'))
    await assert.rejects(() => reading, 'gone')
    await eventually(async () => (await sessions()) === 0 && budget.held === 0)
    await connector.dispose()
  }).skip(isQuick !== undefined, isQuick)

  test('a deadline stops the work on the target', async ({ assert }) => {
    const budget = new SessionBudget({ total: 5, perTenant: 5 })
    const connector = await connectorTo(spec.engine, server(), { budget, readDeadline: 400 })
    const error = await previewSlow(connector).then(
      () => null,
      (thrown: unknown) => thrown
    )
    assert.instanceOf(error, ConnectorError)
    assert.equal((error as ConnectorError).code, 'timeout')
    await connector.dispose()
    await eventually(async () => (await sessions()) === 0 && budget.held === 0)
  }).skip(isQuick !== undefined, isQuick)

  test('a connector still works after a cancelled read', async ({ assert }) => {
    const connector = await connectorTo(spec.engine, server(), {
      pool: { max: 1, idleTimeout: 60_000 },
    })
    await assert.rejects(() => previewSlow(connector, AbortSignal.timeout(200)))
    const { rows } = await previewPeople(connector)
    assert.lengthOf(rows, 1)
    await connector.dispose()
  }).skip(isQuick !== undefined, isQuick)

  test('sessions are kept for the next read, and no more than allowed', async ({ assert }) => {
    const budget = new SessionBudget({ total: 5, perTenant: 5 })
    const connector = await connectorTo(spec.engine, server(), { budget })
    await Promise.all(Array.from({ length: 10 }, () => previewPeople(connector)))
    assert.isAtMost(budget.held, 2)
    assert.isAtLeast(budget.held, 1)
    await connector.dispose()
    assert.equal(budget.held, 0)
  })

  test('dispose cancels what runs, closes all, and refuses what comes later', async ({
    assert,
  }) => {
    const before = openSockets()
    const budget = new SessionBudget({ total: 5, perTenant: 5 })
    const connector = await connectorTo(spec.engine, server(), { budget })
    await previewPeople(connector)
    const reading = previewSlow(connector)
    reading.catch(() => {})
    await begun(budget)
    await connector.dispose()
    await assert.rejects(() => reading, ConnectorError)
    await assert.rejects(() => previewPeople(connector), ConnectorError)
    assert.equal(budget.held, 0)
    await eventually(async () => (await sessions()) === 0 && openSockets() <= before)
  }).skip(isQuick !== undefined, isQuick)
}
