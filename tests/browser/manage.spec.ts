import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import type { BrowserContext } from 'playwright'
import type User from '#models/user'
import type { Actor } from '#services/actor'
import { ConnectionService } from '#services/connection_service'
import { Visitor } from '#tests/browser/visitor'

const asActor = (user: User): Actor => ({
  tenantId: user.tenantId,
  userId: user.id,
  email: user.email,
  role: user.role,
  isProgram: false,
  ip: null,
  requestId: null,
})

/** Saves connections that are never reached, and shows the list. */
async function withConnections(context: BrowserContext, ...names: string[]) {
  const visitor = await Visitor.known(context)
  const service = await app.container.make(ConnectionService)
  for (const name of names) {
    await service.create(asActor(visitor.user), {
      name,
      type: 'postgresql',
      config: { host: '127.0.0.1', port: 9, database: 'sales', username: 'ada' },
      credentials: { password: 'stored-secret' },
      tags: ['finance'],
    })
  }
  await visitor.open('/connections')
  return visitor
}

test.group('Managing connections', () => {
  test('the search is in the address, survives a reload, and can be cleared', async ({
    assert,
    browserContext,
  }) => {
    const visitor = await withConnections(browserContext, 'Billing', 'Warehouse')
    const { page } = visitor
    await page.keyboard.press('/')
    await page.keyboard.type('ware')
    await page.waitForURL(/search=ware/)
    await page.getByRole('link', { name: 'Billing' }).waitFor({ state: 'detached' })
    await page.reload()
    assert.equal(await page.getByRole('searchbox').inputValue(), 'ware')
    assert.equal(await page.getByRole('link', { name: 'Billing' }).count(), 0)
    await page.getByRole('searchbox').fill('nothing like it')
    await page.getByText('No connection matches').waitFor()
    await visitor.button('Clear search and filters').click()
    await page.getByRole('link', { name: 'Billing' }).waitFor()
    assert.deepEqual(visitor.complaints, [])
  })

  test('the list comes with its rows in the HTML, and without scripts', async ({
    assert,
    browser,
    browserContext,
  }) => {
    await withConnections(browserContext, 'Billing')
    const scriptless = await browser.newContext({
      javaScriptEnabled: false,
      storageState: await browserContext.storageState(),
      baseURL: `http://127.0.0.1:${process.env.PORT}`,
    })
    const page = await scriptless.newPage()
    await page.goto('/connections')
    assert.equal(await page.title(), 'Connections · Varlor')
    assert.isTrue(await page.getByRole('link', { name: 'Billing' }).isVisible())
    await scriptless.close()
  })

  test('an edit never shows the password, and asks for it when it points elsewhere', async ({
    assert,
    browserContext,
  }) => {
    const visitor = await withConnections(browserContext, 'Billing')
    const { page } = visitor
    const openForm = async () => {
      await visitor.button('Actions for Billing').click()
      await page.getByRole('menuitem', { name: 'Edit' }).click()
      await visitor.field('Host').waitFor()
    }
    await openForm()
    assert.equal(await visitor.field('Password').inputValue(), '')
    await page.getByText('leave empty to keep it').waitFor()
    assert.notInclude(await page.content(), 'stored-secret')
    await visitor.assertAccessible(assert)

    await visitor.fill({ Port: 10 })
    await page.getByText('Port changed: enter it again').waitFor()
    await visitor.button('Save connection').click()
    await visitor.focusReaches('[name$=password]')
    assert.equal(await visitor.field('Password').getAttribute('aria-invalid'), 'true')

    await visitor.fill({ Port: 9, Name: 'Invoices' })
    await visitor.button('Save connection').click()
    await visitor.button('Save anyway').click()
    await page.getByRole('link', { name: 'Invoices' }).waitFor()
    assert.deepEqual(visitor.complaints, [])
  })

  test('a failed test tells its reason in the row', async ({ assert, browserContext }) => {
    const visitor = await withConnections(browserContext, 'Billing')
    const { page } = visitor
    await visitor.button('Actions for Billing').click()
    await page.getByRole('menuitem', { name: 'Test' }).click()
    const row = page.getByRole('row', { name: /Billing/ })
    await row.getByText('Failed').waitFor()
    await row
      .getByText(/127\.0\.0\.1/)
      .last()
      .waitFor()
    await visitor.assertAccessible(assert)
    assert.deepEqual(visitor.complaints, [])
  })

  test('deleting asks first', async ({ assert, browserContext }) => {
    const visitor = await withConnections(browserContext, 'Billing')
    const { page } = visitor
    const askToDelete = async () => {
      await visitor.button('Actions for Billing').click()
      await page.getByRole('menuitem', { name: 'Delete' }).click()
    }
    await askToDelete()
    await visitor.button('Keep it').click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    assert.equal(await page.getByRole('link', { name: 'Billing' }).count(), 1)
    await askToDelete()
    await visitor.button('Delete').click()
    await page.getByText('Connect your first database').waitFor()
    assert.deepEqual(visitor.complaints, [])
  })

  test('a viewer is offered nothing that their role may not do', async ({
    assert,
    browserContext,
  }) => {
    const visitor = await Visitor.signedIn(browserContext, 'viewer')
    await visitor.page.getByText('Nothing shared yet').waitFor()
    assert.equal(await visitor.button('Connect Database').count(), 0)
    await visitor.open('/datasets/new')
    await visitor.page.getByText('Only editors make datasets').waitFor()
    assert.equal(await visitor.button('Connect Database').count(), 0)
  })

  test('a connection that fails explains itself where its tables would be', async ({
    assert,
    browserContext,
  }) => {
    const visitor = await withConnections(browserContext, 'Billing')
    const { page } = visitor
    await page.getByRole('link', { name: 'Billing' }).click()
    const alert = page.getByRole('alert')
    await alert.getByText('The tables could not be listed').waitFor()
    await alert.getByRole('button', { name: /^Request/ }).waitFor()
    await visitor.assertAccessible(assert)
    assert.deepEqual(visitor.complaints, [])
  })
})
