import { test } from '@japa/runner'
import { ConnectorError } from '#connectors/connector_error'
import { SessionBudget } from '#connectors/session_budget'

test.group('Session budget', () => {
  test('one tenant cannot take what is left for others', async ({ assert }) => {
    const budget = new SessionBudget({ total: 3, perTenant: 2 })
    await budget.take('a')
    await budget.take('a')
    await assert.rejects(() => budget.take('a'), ConnectorError)
    await budget.take('b')
    await assert.rejects(() => budget.take('c'), ConnectorError)
    assert.equal(budget.held, 3)
  })

  test('the last quarter is for tenants that hold few', async ({ assert }) => {
    const budget = new SessionBudget({ total: 20, perTenant: 10 })
    for (let place = 0; place < 10; place++) await budget.take('a')
    for (let place = 0; place < 5; place++) await budget.take('b')
    await assert.rejects(() => budget.take('b'), ConnectorError)
    for (let place = 0; place < 4; place++) await budget.take('c')
    await assert.rejects(() => budget.take('c'), ConnectorError)
    await budget.take('d')
    await assert.rejects(() => budget.take('e'), ConnectorError)
    assert.equal(budget.held, 20)
  })

  test('a place is given back once, however often', async ({ assert }) => {
    const budget = new SessionBudget({ total: 1, perTenant: 1 })
    const giveBack = await budget.take('a')
    giveBack()
    giveBack()
    assert.equal(budget.held, 0)
    await budget.take('a')
    assert.equal(budget.held, 1)
  })

  test('asks for idle places before it refuses', async ({ assert }) => {
    const budget = new SessionBudget({ total: 2, perTenant: 1 })
    const asked: (string | null)[] = []
    const idle = new Map([['a', await budget.take('a')]])
    budget.reclaim = async (tenantId) => {
      asked.push(tenantId)
      idle.get(tenantId ?? 'a')?.()
    }
    const giveBack = await budget.take('a')
    assert.deepEqual(asked, ['a'])
    idle.set('a', giveBack)
    await budget.take('b')
    await budget.take('c')
    assert.deepEqual(asked, ['a', null])
  })
})
