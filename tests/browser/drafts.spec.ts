import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import type { BrowserContext } from 'playwright'
import { ConnectionService } from '#services/connection_service'
import { Visitor } from '#tests/browser/visitor'

const ENTERED = { Host: 'db.example.com', Database: 'sales', Username: 'ada', Password: 'p w 1' }

/** Opens the form of a new PostgreSQL and enters something. */
async function enterSome(context: BrowserContext) {
  const visitor = await Visitor.signedIn(context)
  await visitor.button('Connect Database').click()
  await visitor.button('PostgreSQL').click()
  await visitor.fill(ENTERED)
  return visitor
}

const closed = ({ page }: Visitor) => page.getByRole('dialog').waitFor({ state: 'detached' })
const dialog = ({ page }: Visitor) => page.getByRole('dialog')

async function entered(visitor: Visitor) {
  const values: Record<string, string> = {}
  for (const label of Object.keys(ENTERED)) values[label] = await visitor.field(label).inputValue()
  return values
}

test.group('What was entered and not saved', () => {
  const ways = {
    'Escape': ({ page }: Visitor) => page.keyboard.press('Escape'),
    'the cross': ({ page }: Visitor) => page.getByRole('button', { name: 'Close' }).click(),
    'a click outside': ({ page }: Visitor) => page.mouse.click(5, 400),
    'the way back': ({ page }: Visitor) => page.goBack(),
  }
  for (const [name, close] of Object.entries(ways)) {
    test(`is all there again after ${name}`, async ({ assert, browserContext }) => {
      const visitor = await Visitor.signedIn(browserContext)
      await visitor.page.getByRole('link', { name: 'Datasets' }).click()
      await visitor.page.getByRole('link', { name: 'New dataset' }).click()
      await visitor.page.waitForURL('**/datasets/new')
      await visitor.button('Connect Database').click()
      await visitor.button('PostgreSQL').click()
      await visitor.fill(ENTERED)
      await close(visitor)
      await closed(visitor)
      await visitor.page.getByText('What you entered is kept').waitFor()
      await visitor.assertAccessible(assert)
      await visitor.button('Go on').click()
      await visitor.page.getByText('What you entered before is back').waitFor()
      assert.deepEqual(await entered(visitor), ENTERED)
      assert.deepEqual(visitor.complaints, [])
    })
  }

  test('waits among the engines, to go on with or to discard', async ({
    assert,
    browserContext,
  }) => {
    const visitor = await enterSome(browserContext)
    const goOn = visitor.button('Go on with sales on db.example.com')
    await visitor.button('Engines').click()
    await visitor.assertAccessible(assert)
    await goOn.click()
    assert.deepEqual(await entered(visitor), ENTERED)

    await visitor.button('Start anew').click()
    await visitor.focusReaches('[name="config.host"]')
    assert.equal(await visitor.field('Host').inputValue(), '')
    assert.equal(await visitor.field('Port').inputValue(), '5432')
    await visitor.button('Engines').click()
    await visitor.button('PostgreSQL').waitFor()
    assert.equal(await goOn.count(), 0)

    await visitor.button('PostgreSQL').click()
    await visitor.fill({ Host: 'other.example.com' })
    await visitor.button('Engines').click()
    await visitor.button('Discard other.example.com').click()
    await visitor.button('Go on with other.example.com').waitFor({ state: 'detached' })
    await visitor.page.keyboard.press('Escape')
    await closed(visitor)
    assert.equal(await visitor.page.getByText('What you entered is kept').count(), 0)
  })

  test('outlives a reload without its password, which is nowhere in storage', async ({
    assert,
    browserContext,
  }) => {
    const visitor = await enterSome(browserContext)
    const { page } = visitor
    const stored = await page.evaluate(
      'JSON.stringify([{ ...sessionStorage }, { ...localStorage }])'
    )
    assert.include(stored as string, 'db.example.com')
    assert.notInclude(stored as string, ENTERED.Password)

    await page.reload()
    await visitor.button('Connect Database').click()
    await visitor.button('Go on with sales on db.example.com').click()
    await page.getByText('Enter again: Password.').waitFor()
    await visitor.focusReaches('[name="credentials.password"]')
    assert.deepEqual(await entered(visitor), { ...ENTERED, Password: '' })
    await visitor.assertAccessible(assert)
    assert.deepEqual(visitor.complaints, [])
  })

  test('is not offered to somebody else who signs in', async ({ assert, browserContext }) => {
    const visitor = await enterSome(browserContext)
    const { page } = visitor
    await page.keyboard.press('Escape')
    await closed(visitor)
    await page.evaluate(`sessionStorage.setItem('varlor.connection-drafts',
      sessionStorage.getItem('varlor.connection-drafts').replaceAll(
        ${JSON.stringify(visitor.user.id)}, '00000000-0000-7000-8000-000000000000'))`)
    await page.reload()
    await visitor.button('Connect Database').click()
    await visitor.button('PostgreSQL').waitFor()
    assert.equal(await page.getByText('Not saved yet').count(), 0)
  })

  test('of an edit is put on top of what is stored by then', async ({ assert, browserContext }) => {
    const visitor = await Visitor.known(browserContext)
    const { page, user } = visitor
    const { tenantId, id: userId, email, role } = user
    const service = await app.container.make(ConnectionService)
    const actor = { tenantId, userId, email, role, isProgram: false, ip: null, requestId: null }
    const config = { host: '127.0.0.1', port: 9, database: 'sales', username: 'ada' }
    const saved = { name: 'Billing', type: 'postgresql', config }
    const { id } = await service.create(actor, { ...saved, credentials: { password: 'stored' } })
    await visitor.open(`/connections/${id}`)

    await visitor.button('Edit').click()
    await visitor.fill({ Name: 'Invoices' })
    await service.replace(actor, id, { ...saved, config: { ...config, database: 'archive' } })
    await visitor.button('Save connection').click()
    await visitor.button('Save anyway').click()
    await page.getByText('Somebody else has changed it meanwhile').waitFor()
    await visitor.assertAccessible(assert)
    await visitor.button('Load what is stored now').click()
    await page.getByText('Your changes from before are back').waitFor()
    assert.equal(await visitor.field('Database').inputValue(), 'archive')
    assert.equal(await visitor.field('Name').inputValue(), 'Invoices')
    await page.keyboard.press('Escape')
    await closed(visitor)
    await visitor.button('Edit').click()
    await visitor.field('Host').waitFor()
    assert.equal(await visitor.field('Name').inputValue(), 'Invoices')
    await visitor.button('Save connection').click()
    await visitor.button('Save anyway').click()
    await closed(visitor)
    await visitor.button('Edit').click()
    await visitor.field('Host').waitFor()
    assert.equal(await dialog(visitor).getByText('Your changes from before are back').count(), 0)
    assert.equal(await visitor.field('Name').inputValue(), 'Invoices')
    assert.deepEqual(visitor.complaints, [])
  })
})
