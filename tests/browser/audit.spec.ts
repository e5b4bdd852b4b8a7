import { readFile } from 'node:fs/promises'
import { test } from '@japa/runner'
import type { BrowserContext } from 'playwright'
import app from '@adonisjs/core/services/app'
import { AuditTrail } from '#audit/audit_trail'
import { Visitor } from '#tests/browser/visitor'

const baseURL = `http://127.0.0.1:${process.env.PORT}`
const target = { type: 'connection', id: '019a0000-0000-7000-8000-00000000000a', name: 'Billing' }

/** An administrator of a team in which somebody was refused something, looking at its trail. */
async function withEvents(context: BrowserContext, path = '/audit') {
  const visitor = await Visitor.known(context, 'admin')
  const trail = await app.container.make(AuditTrail)
  await trail.record({
    ...{ tenantId: visitor.user.tenantId, actorId: null, actorEmail: 'grace@example.com' },
    ...{ action: 'connection.delete', target, outcome: 'denied', code: 'E_FORBIDDEN' },
    ...{ ip: '192.0.2.7', requestId: 'the-request-1', durationMs: 12 },
  })
  await visitor.open(path)
  return visitor
}

test.group('The audit page', (group) => {
  group.each.timeout(60_000)

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`opens an event to all its facts, in the ${colorScheme}`, async ({ assert, browser }) => {
      const context = await browser.newContext({ colorScheme, baseURL })
      const visitor = await withEvents(context)
      const { page } = visitor
      await visitor.assertAccessible(assert)
      const details = visitor.button('Details: Deleted a connection, grace@example.com')
      assert.equal(await details.getAttribute('aria-expanded'), 'false')
      await details.focus()
      await page.keyboard.press('Enter')
      assert.equal(await details.getAttribute('aria-expanded'), 'true')
      for (const fact of ['the-request-1', '192.0.2.7', 'E_FORBIDDEN', '12 ms', target.id]) {
        await page.getByText(fact).first().waitFor()
      }
      await visitor.assertAccessible(assert)
      await visitor.button('Only this target').click()
      await page.waitForURL(new RegExp(`target=${target.id}`))
      await page.getByText('1 event', { exact: true }).waitFor()
      assert.deepEqual(visitor.complaints, [])
      await context.close()
    })
  }

  test('the filters are in the address, survive a reload, and can be cleared', async ({
    assert,
    browserContext,
  }) => {
    const visitor = await withEvents(browserContext)
    const { page } = visitor
    const table = page.getByRole('table', { name: 'Audit trail' })
    await page.getByRole('combobox', { name: 'Outcome' }).click()
    await page.getByRole('option', { name: 'Denied' }).click()
    await page.waitForURL(/outcome=denied/)
    await table.getByText('Signed in').waitFor({ state: 'detached' })
    await page.reload()
    await table.getByText('Deleted a connection').waitFor()
    assert.equal(await table.getByText('Signed in').count(), 0)

    await page.getByRole('combobox', { name: 'Who' }).fill('nobody@example.com')
    await page.getByRole('heading', { name: 'No event matches' }).waitFor()
    await visitor.focusReaches('[aria-label=Who]')
    await visitor.assertAccessible(assert)
    await visitor.button('Clear filters').last().click()
    await table.getByText('Signed in').waitFor()
    assert.equal(new URL(page.url()).search, '')
    assert.equal(await page.getByRole('combobox', { name: 'Who' }).inputValue(), '')

    await page.getByLabel('To', { exact: true }).fill('2020-01-01')
    await page.waitForURL(/to=2020-01-01/)
    await page.getByRole('heading', { name: 'No event matches' }).waitFor()
    assert.deepEqual(visitor.complaints, [])
  })

  test('comes with its rows in the HTML, narrowed down as the address says', async ({
    assert,
    browser,
    browserContext,
  }) => {
    await withEvents(browserContext)
    const scriptless = await browser.newContext({
      javaScriptEnabled: false,
      storageState: await browserContext.storageState(),
      baseURL,
    })
    const page = await scriptless.newPage()
    await page.goto('/audit?action=connection.delete')
    assert.equal(await page.title(), 'Audit trail · Varlor')
    assert.isTrue(await page.getByRole('row', { name: /Deleted a connection/ }).isVisible())
    assert.equal(await page.getByText('Signed in').count(), 0)
    await page.goto('/audit?action=nonsense')
    assert.equal(new URL(page.url()).search, '')
    await scriptless.close()
  })

  test('is exported as lines of JSON, of the chosen period', async ({ assert, browserContext }) => {
    const visitor = await withEvents(browserContext, '/audit?from=2020-01-01')
    const { page } = visitor
    const arriving = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Export' }).click()
    const download = await arriving
    assert.equal(download.suggestedFilename(), 'audit-events.jsonl')
    assert.match(download.url(), /from=2020-01-01/)
    const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\n')
    const actions = lines.map((line) => JSON.parse(line).action)
    assert.includeMembers(actions, ['session.login', 'connection.delete', 'audit.export'])
    assert.deepEqual(visitor.complaints, [])
  })

  test('tells where the trail ends, to be noted elsewhere', async ({ assert, browserContext }) => {
    const visitor = await withEvents(browserContext)
    await visitor.page.getByText(/^2:[\da-f]{64}$/).waitFor()
    await visitor.page.getByText('node ace audit:verify').waitFor()
    assert.deepEqual(visitor.complaints, [])
  })

  test('says when it cannot be read, and reads it again', async ({ assert, browserContext }) => {
    const visitor = await withEvents(browserContext)
    const { page } = visitor
    await page.route('**/api/v2/audit-events?*', (route) => route.abort())
    await page.getByRole('combobox', { name: 'Who' }).fill('grace@example.com')
    await page.getByText('The audit trail could not be read').waitFor()
    await visitor.assertAccessible(assert)
    await page.unroute('**/api/v2/audit-events?*')
    await visitor.button('Try again').click()
    await page.getByText('1 event', { exact: true }).waitFor()
  })

  test('fits a narrow phone without scrolling sideways', async ({ assert, browser }) => {
    const context = await browser.newContext({
      viewport: { width: 360, height: 740 },
      hasTouch: true,
      baseURL,
    })
    const visitor = await withEvents(context)
    await visitor.button(/^Details: Deleted/).click()
    await visitor.page.getByText('the-request-1').waitFor()
    const width = await visitor.page.evaluate<number>('document.documentElement.scrollWidth')
    assert.isAtMost(width, 360)
    await visitor.assertAccessible(assert)
    await context.close()
  })

  for (const role of ['viewer', 'editor'] as const) {
    test(`is not for ${role}s`, async ({ assert, browserContext }) => {
      const visitor = await Visitor.known(browserContext, role)
      const answer = await visitor.page.goto('/audit')
      assert.equal(answer?.status(), 403)
      await visitor.page.getByRole('heading', { name: 'Your role does not allow this' }).waitFor()
    })
  }
})
