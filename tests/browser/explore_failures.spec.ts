import { test } from '@japa/runner'
import type { BrowserContext } from 'playwright'
import { connectionTo, SHOP } from '#tests/browser/explored'
import { Visitor } from '#tests/browser/visitor'
import { forwardingTo, rogueServer } from '#tests/conformance/rogue_server'
import { needs } from '#tests/support/servers/missing'
import { postgres, type PostgresServer } from '#tests/support/servers/postgres'

test.group('Exploring, when something goes wrong', (group) => {
  let target: PostgresServer
  if (needs(group, 'postgres')) {
    group.each.setup(async () => {
      target = await (await postgres()).createDatabase()
      await target.query(SHOP)
    })
  }
  group.each.timeout(90_000)

  async function explore(context: BrowserContext, place: Partial<PostgresServer> = {}) {
    const visitor = await Visitor.known(context)
    const id = await connectionTo(visitor.user, { ...target, ...place })
    await visitor.open(`/connections/${id}?schema=public&table=customers`)
    await visitor.page.getByRole('gridcell', { name: 'Ada' }).waitFor()
    return { visitor, page: visitor.page }
  }

  test('a network that is lost takes nothing away that was read', async ({
    assert,
    browserContext,
  }) => {
    const { visitor, page } = await explore(browserContext)
    await page.route('**/api/v2/**', (route) => route.abort())
    await visitor.button('Refresh').click()
    await page.getByText('The rows could not be read again').waitFor()
    await page.getByRole('gridcell', { name: 'Ada' }).waitFor()
    await visitor.button('Read the list of tables again').click()
    await page.getByText('The list could not be read again').waitFor()
    await page.getByRole('treeitem', { name: /orders/ }).waitFor()
    await visitor.assertAccessible(assert)
    await page.getByRole('treeitem', { name: /orders/ }).click()
    const table = page.getByRole('region', { name: 'Table orders' })
    await table.getByText('Varlor could not be reached.').waitFor()

    await page.unroute('**/api/v2/**')
    await table.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('gridcell', { name: '9007199254740993' }).waitFor()
    await visitor.button('Try again').click()
    await page.getByText('The list could not be read again').waitFor({ state: 'detached' })
    const complaints = visitor.complaints.filter((text) => !text.includes('net::ERR_FAILED'))
    assert.deepEqual(complaints, [])
  })

  test('a table that is dropped between two clicks is said to be gone, and leaves the list', async ({
    assert,
    browserContext,
  }) => {
    const { visitor, page } = await explore(browserContext)
    await target.query('drop table empty_one')
    await page.getByRole('treeitem', { name: /empty_one/ }).click()
    await page.getByText('This table is gone').waitFor()
    await visitor.assertAccessible(assert)
    await visitor.button('Read the list of tables again').click()
    await page.getByRole('treeitem', { name: /empty_one/ }).waitFor({ state: 'detached' })
    await page.getByRole('treeitem', { name: /customers/ }).click()
    await page.getByRole('gridcell', { name: 'Ada' }).waitFor()
    assert.deepEqual(visitor.complaints, [])
  })

  test('a target that dies between two clicks fails the table that was asked for, and no other', async ({
    assert,
    browserContext,
    cleanup,
  }) => {
    const road = await rogueServer(forwardingTo(target.port))
    let isOpen = true
    cleanup(() => (isOpen ? road.close() : undefined))
    const { visitor, page } = await explore(browserContext, { port: road.port })
    await road.close()
    isOpen = false
    await page.getByRole('treeitem', { name: /orders/ }).click()
    await page.getByText('The table could not be read').waitFor()
    await visitor.button(/^Request/).waitFor()
    await visitor.assertAccessible(assert)
    await page.getByRole('treeitem', { name: /customers/ }).click()
    await page.getByRole('gridcell', { name: 'Ada' }).waitFor()
    assert.deepEqual(visitor.complaints, [])
  })
})

test.group('Exploring ten thousand tables', (group) => {
  let target: PostgresServer
  if (needs(group, 'postgres')) {
    group.setup(async () => {
      target = await (await postgres()).createDatabase()
      await target.query(
        'create schema many; create schema "some"; create table "some".last_one ()'
      )
      for (let first = 0; first < 10_000; first += 1_000) {
        await target.query(`do $$ begin for i in ${first}..${first + 999} loop
          execute format('create table many.t_%s ()', lpad(i::text, 5, '0')); end loop; end $$`)
      }
    })
  }
  group.each.timeout(120_000)

  test('shows those in sight, finds the others, and knows the first and the last', async ({
    assert,
    browserContext,
  }) => {
    const visitor = await Visitor.known(browserContext)
    const { page } = visitor
    const id = await connectionTo(visitor.user, target)
    await visitor.open(`/connections/${id}`)
    await page.getByText('10,001 tables', { exact: true }).waitFor()
    const items = page.getByRole('treeitem')
    assert.isBelow(await items.count(), 100)
    await page.getByRole('tree').focus()
    await page.keyboard.press('End')
    await page.getByRole('treeitem', { name: 'some' }).waitFor()
    await page.keyboard.press('ArrowRight')
    await page.getByRole('treeitem', { name: /last_one/ }).waitFor()
    assert.isBelow(await items.count(), 100)
    await page.keyboard.press('/')
    await page.keyboard.type('t_09876')
    await page.getByText('1 of 10,001 tables').waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL(/schema=many&table=t_09876/)
    await visitor.assertAccessible(assert)

    // A link into the middle of the list shows where that is.
    await visitor.open(`/connections/${id}?schema=many&table=t_05000`)
    await page.getByRole('treeitem', { name: /t_05000/, selected: true }).waitFor()
    assert.deepEqual(visitor.complaints, [])
  })
})
