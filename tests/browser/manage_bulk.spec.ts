import { createServer } from 'node:net'
import { test } from '@japa/runner'
import DatabaseConnection from '#models/database_connection'
import { listed, lookingAt } from '#tests/browser/listed'
import type { Visitor } from '#tests/browser/visitor'

/** Selects with the keyboard or the mouse, and asks to delete what is selected. */
async function askToDelete(visitor: Visitor, ...names: string[]) {
  const { page } = visitor
  for (const name of names)
    await page.getByRole('checkbox', { name: `Select ${name}`, exact: true }).check()
  await page.getByRole('region', { name: 'Selected connections' }).getByText('Delete').click()
  return page.getByRole('dialog')
}

const names = ['A', 'B', 'C', 'D', 'E']

test.group('Many connections at once', (group) => {
  group.each.timeout(60_000)

  test('are selected one by one, by shift, all, and not at all', async ({
    assert,
    browserContext,
  }) => {
    const visitor = await lookingAt(browserContext, names)
    const { page } = visitor
    const bar = page.getByRole('region', { name: 'Selected connections' })
    const box = (name: string) =>
      page.getByRole('checkbox', { name: `Select ${name}`, exact: true })
    await box('B').check()
    await box('D').click({ modifiers: ['Shift'] })
    await bar.getByText('3 selected').waitFor()
    await page.getByRole('checkbox', { name: 'Select all connections' }).check()
    await bar.getByText('5 selected').waitFor()
    await box('A').uncheck()
    await bar.getByText('4 selected').waitFor()
    await page.keyboard.press('Escape')
    await bar.waitFor({ state: 'detached' })
    await page.keyboard.press('j')
    await page.keyboard.press('x')
    await bar.getByText('1 selected').waitFor()
    await page.getByRole('searchbox').fill('B')
    await bar.waitFor({ state: 'detached' })
    assert.deepEqual(visitor.complaints, [])
  })

  test('are tested, and a summary tells how that ended', async ({ assert, browserContext }) => {
    const visitor = await lookingAt(browserContext, names)
    const { page } = visitor
    await page.getByRole('checkbox', { name: 'Select all connections' }).check()
    await page.getByRole('region', { name: 'Selected connections' }).getByText('Test').click()
    const bar = page.getByRole('region', { name: 'Test of several connections' })
    await bar.getByText('5 connections tested').waitFor()
    await bar.getByText('5 failed').waitFor()
    await visitor.assertAccessible(assert)
    await visitor.button('Show failed').click()
    await page.waitForURL(/status=failed/)
    await page.getByText('5 connections', { exact: true }).waitFor()
    assert.deepEqual(visitor.complaints, [])
  })

  test('pause when the server asks for it, and go on', async ({ assert, browserContext }) => {
    const visitor = await lookingAt(browserContext, names)
    const { page } = visitor
    let refusals = 0
    await page.route('**/api/v2/connectors/*/test', async (route) => {
      if (refusals > 0) return route.continue()
      refusals++
      const errors = [{ code: 'E_TOO_MANY_REQUESTS', message: 'Too many requests.' }]
      return route.fulfill({ status: 429, headers: { 'retry-after': '1' }, json: { errors } })
    })
    await page.getByRole('checkbox', { name: 'Select all connections' }).check()
    await page.getByRole('region', { name: 'Selected connections' }).getByText('Test').click()
    const bar = page.getByRole('region', { name: 'Test of several connections' })
    await bar.getByText('The server asks for a pause of 1 second').waitFor()
    await bar.getByText('5 connections tested').waitFor()
    assert.equal(refusals, 1)
    assert.deepEqual(visitor.complaints, [])
  })

  test('stop being tested when somebody cancels', async ({ assert, browserContext }) => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1')
    const port = await new Promise<number>((resolve) =>
      silent.once('listening', () => resolve((silent.address() as { port: number }).port))
    )
    const config = {
      host: '127.0.0.1',
      port,
      database: 'sales',
      username: 'ada',
      tls: { mode: 'disable' },
    }
    const visitor = await lookingAt(browserContext, names, { config })
    const { page } = visitor
    await page.getByRole('checkbox', { name: 'Select all connections' }).check()
    await page.getByRole('region', { name: 'Selected connections' }).getByText('Test').click()
    const bar = page.getByRole('region', { name: 'Test of several connections' })
    await bar.getByText('Testing 0 of 5').waitFor()
    await page.getByRole('cell', { name: 'Testing' }).first().waitFor()
    await bar.getByText('Cancel').click()
    await bar.getByText('Cancelled after 0 of 5').waitFor()
    await visitor.button('Close the summary').click()
    await bar.waitFor({ state: 'detached' })
    silent.close()
    assert.deepEqual(visitor.complaints, [])
  })

  test('are named before they are deleted', async ({ assert, browserContext }) => {
    const visitor = await lookingAt(browserContext, names)
    const { page, user } = visitor
    const dialog = await askToDelete(visitor, 'A', 'C')
    await dialog.getByText('Delete 2 connections?').waitFor()
    assert.deepEqual(await dialog.getByRole('listitem').allTextContents(), ['A', 'C'])
    await visitor.assertAccessible(assert)
    await visitor.button('Keep them').click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByRole('region', { name: 'Selected connections' }).getByText('Delete').click()
    await visitor.button('Delete 2 connections').click()
    await page.getByRole('link', { name: 'C', exact: true }).waitFor({ state: 'detached' })
    await dialog.waitFor({ state: 'detached' })
    const left = await DatabaseConnection.query().where('tenant_id', user.tenantId)
    assert.sameMembers(
      left.map(({ name }) => name),
      ['B', 'D', 'E']
    )
    assert.deepEqual(visitor.complaints, [])
  })

  test('of which some cannot be deleted: those are told, with the reason', async ({
    assert,
    browserContext,
  }) => {
    const visitor = await lookingAt(browserContext, names)
    const { page, user } = visitor
    const { id } = await DatabaseConnection.findByOrFail({ tenant_id: user.tenantId, name: 'B' })
    await page.route(`**/api/v2/connectors/${id}`, (route) => {
      const message = 'Somebody else changed this at the same moment.'
      return route.fulfill({ status: 409, json: { errors: [{ code: 'E_CONFLICT', message }] } })
    })
    const dialog = await askToDelete(visitor, 'A', 'B', 'C')
    await visitor.button('Delete 3 connections').click()
    await dialog.getByText('1 connection is still there').waitFor()
    await dialog.getByText('2 connections deleted.').waitFor()
    await dialog.getByText('Somebody else changed this at the same moment.').waitFor()
    await visitor.assertAccessible(assert)
    await page.unroute(`**/api/v2/connectors/${id}`)
    await visitor.button('Delete the rest').click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByRole('link', { name: 'B', exact: true }).waitFor({ state: 'detached' })
    assert.deepEqual(visitor.complaints, [])
  })

  test('that were never looked at are deleted with all that match', async ({
    assert,
    browserContext,
  }) => {
    const many = Array.from({ length: 130 }, (_, index) => `old-${index}`)
    const visitor = await lookingAt(browserContext, many)
    const { page, user } = visitor
    await listed(user, ['keep me'])
    await visitor.open('/connections?search=old-')
    await page.getByRole('checkbox', { name: 'Select all connections' }).check()
    await page.getByRole('region', { name: 'Selected connections' }).getByText('Delete').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Delete 130 connections?').waitFor()
    await dialog.getByText('and 80 more').waitFor()
    await visitor.button('Delete 130 connections').click()
    await page.getByText('No connection matches').waitFor()
    const left = await DatabaseConnection.query().where('tenant_id', user.tenantId)
    assert.deepEqual(
      left.map(({ name }) => name),
      ['keep me']
    )
    assert.deepEqual(visitor.complaints, [])
  })
})
