import { test } from '@japa/runner'
import type { Page } from 'playwright'
import { listed, lookingAt, numbered } from '#tests/browser/listed'

const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true })

/** What the focus is on, in words. */
const focused = (page: Page) => page.evaluate<string>('document.activeElement.textContent')

test.group('The list of connections', (group) => {
  group.each.timeout(60_000)

  test('has only what is in sight in the page, and is whole to a screen reader', async ({
    assert,
    browserContext,
  }) => {
    const visitor = await lookingAt(browserContext, numbered(260))
    const { page } = visitor
    await visitor.until(`document.querySelectorAll('tbody tr').length < 60`)
    assert.equal(await page.getByRole('table').getAttribute('aria-rowcount'), '261')
    assert.equal(await page.getByText('260 connections').count(), 1)

    await page.evaluate('window.scrollTo(0, document.documentElement.scrollHeight)')
    await link(page, 'c-259').waitFor()
    const last = page.getByRole('row', { name: /c-259/ })
    assert.equal(await last.getAttribute('aria-rowindex'), '261')
    assert.isAtMost(await page.locator('tbody tr').count(), 60)
    await visitor.assertAccessible(assert)
    assert.deepEqual(visitor.complaints, [])
  })

  test('comes with its first rows in the HTML, and nothing moves when scripts take over', async ({
    assert,
    browserContext,
  }) => {
    const visitor = await lookingAt(browserContext, numbered(80))
    const { page } = visitor
    await page.addInitScript(`window.shifts = 0
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) window.shifts += entry.value
      }).observe({ type: 'layout-shift', buffered: true })`)
    const answer = await page.goto('/connections')
    const html = (await answer?.text()) ?? ''
    assert.include(html, '>c-000</a>')
    assert.include(html, '>c-040</a>')
    assert.notInclude(html, '<tr aria-busy')
    await visitor.open('/connections')
    assert.isBelow(await page.evaluate<number>('window.shifts'), 0.01)
    assert.deepEqual(visitor.complaints, [])
  })

  test('is walked through with j and k, the arrows, Home and End', async ({
    assert,
    browserContext,
  }) => {
    const visitor = await lookingAt(browserContext, numbered(120))
    const { page } = visitor
    const press = async (key: string, name: string) => {
      await page.keyboard.press(key)
      await visitor.until(`document.activeElement.textContent === '${name}'`)
    }
    await press('j', 'c-000')
    await press('j', 'c-001')
    await press('ArrowDown', 'c-002')
    await press('k', 'c-001')
    await press('End', 'c-119')
    await press('ArrowUp', 'c-118')
    await press('Home', 'c-000')
    await page.keyboard.press('/')
    await visitor.focusReaches('[type=search]')
    await press('ArrowDown', 'c-000')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'c-000' }).waitFor()
    await page.goBack()
    await visitor.until(`document.activeElement.textContent === 'c-000'`)
    await page.keyboard.press('e')
    await page.getByRole('dialog').getByText('Edit c-000').waitFor()
    await visitor.field('Host').waitFor()
    assert.deepEqual(visitor.complaints, [])
  })

  test('narrows at once while somebody types, and asks the server for the rest', async ({
    assert,
    browserContext,
  }) => {
    const visitor = await lookingAt(browserContext, numbered(120))
    const { page } = visitor
    const held = Promise.withResolvers<void>()
    await page.route('**/api/v2/connectors?*', async (route) => {
      await held.promise
      await route.continue()
    })
    await page.getByRole('searchbox').fill('c-04')
    await link(page, 'c-000').waitFor({ state: 'detached' })
    await link(page, 'c-044').waitFor()
    // Also once the server has been asked, until it answers.
    await page.waitForURL(/search=c-04/)
    await link(page, 'c-044').waitFor()
    assert.equal(await link(page, 'c-000').count(), 0)
    held.resolve()
    await page.getByText('10 connections').waitFor()
    await page.getByRole('searchbox').fill('c-11')
    await link(page, 'c-119').waitFor()
    assert.deepEqual(visitor.complaints, [])
  })

  test('shows rows that are all known in another order, and filtered, before the server answers', async ({
    assert,
    browserContext,
  }) => {
    const visitor = await lookingAt(browserContext, ['alpha', 'Beta', 'gamma'])
    const { page } = visitor
    const names = (...expected: string[]) =>
      visitor.until(
        `[...document.querySelectorAll('[data-row-link]')].map((link) => link.textContent).join() === '${expected.join()}'`
      )
    const held = Promise.withResolvers<void>()
    await page.route('**/api/v2/connectors?*', async (route) => {
      await held.promise
      await route.continue()
    })
    await visitor.button('Name').click()
    await names('gamma', 'Beta', 'alpha')
    await page.getByRole('combobox', { name: 'Last test' }).selectOption('Failed')
    await names()
    held.resolve()
    await page.getByText('No connection matches').waitFor()
    await visitor.button('Clear search and filters').click()
    await names('gamma', 'Beta', 'alpha')
    assert.deepEqual(visitor.complaints, [])
  })

  test('has the rows of another order at hand as soon as somebody points at its column', async ({
    assert,
    browserContext,
  }) => {
    const visitor = await lookingAt(browserContext, numbered(120))
    const { page } = visitor
    const answer = page.waitForResponse(/sort=-name/)
    await visitor.button('Name').hover()
    await answer
    await page.route('**/api/v2/connectors?*', (route) => route.abort())
    await visitor.button('Name').click()
    await visitor.until(`document.querySelector('[data-row-link]').textContent === 'c-119'`)
    assert.deepEqual(visitor.complaints, [])
  })

  test('is sorted and filtered by what the address says', async ({ assert, browserContext }) => {
    const visitor = await lookingAt(browserContext, ['Alpha', 'Beta'], { tags: ['finance'] })
    const { page, user } = visitor
    await listed(user, ['Gamma'], { visibility: 'private', tags: ['ops'] })
    await visitor.open('/connections')
    await visitor.button('Name').click()
    await page.waitForURL(/sort=-name/)
    await visitor.until(`document.querySelector('[data-row-link]').textContent === 'Gamma'`)
    const head = page.getByRole('columnheader', { name: 'Name' })
    assert.equal(await head.getAttribute('aria-sort'), 'descending')

    await page.getByRole('row', { name: /Alpha/ }).getByRole('button', { name: 'finance' }).click()
    await page.waitForURL(/tag=finance/)
    await link(page, 'Gamma').waitFor({ state: 'detached' })
    await page.reload()
    await page.getByText('2 connections').waitFor()
    await visitor.button('Stop filtering by the tag finance').click()
    await link(page, 'Gamma').waitFor()

    await page.getByRole('combobox', { name: 'Visible to' }).selectOption('Only you')
    await page.waitForURL(/visibility=private/)
    await page.getByText('1 connection', { exact: true }).waitFor()
    assert.deepEqual(visitor.complaints, [])
  })

  for (const way of ['back', 'breadcrumb'] as const) {
    test(`is where it was, with its focus, after going into a connection: by ${way}`, async ({
      assert,
      browserContext,
    }) => {
      const visitor = await lookingAt(browserContext, numbered(160))
      const { page } = visitor
      await page.getByRole('searchbox').fill('c-')
      await page.waitForURL(/search=c-/)
      await page.getByText('160 connections').waitFor()
      await page.evaluate('window.scrollTo(0, 3000)')
      await link(page, 'c-075').waitFor()
      await link(page, 'c-075').click()
      await page.getByRole('heading', { level: 1, name: 'c-075' }).waitFor()
      if (way === 'back') await page.goBack()
      else await page.getByRole('link', { name: 'Connections', exact: true }).last().click()
      await link(page, 'c-075').waitFor()
      await visitor.until(`document.activeElement.textContent === 'c-075'`)
      assert.equal(await focused(page), 'c-075')
      assert.equal(await page.evaluate('window.scrollY'), 3000)
      assert.equal(await page.getByRole('searchbox').inputValue(), 'c-')
      assert.deepEqual(visitor.complaints, [])
    })
  }

  test('says when more rows cannot be had, and gets them once they can', async ({
    assert,
    browserContext,
  }) => {
    const visitor = await lookingAt(browserContext, numbered(160))
    const { page } = visitor
    await page.route('**/api/v2/connectors?*page=4*', (route) => route.abort())
    await page.evaluate('window.scrollTo(0, document.documentElement.scrollHeight)')
    const alert = page.getByRole('alert')
    await alert.getByText('The connections could not be listed').waitFor()
    assert.isAbove(await page.locator('tr[aria-busy=true]').count(), 0)
    await page.unroute('**/api/v2/connectors?*page=4*')
    await alert.getByRole('button', { name: 'Try again' }).click()
    await link(page, 'c-159').waitFor()
    await alert.waitFor({ state: 'detached' })
    visitor.complaints.splice(0)
    assert.equal(await page.locator('tr[aria-busy=true]').count(), 0)
  })

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`keeps nobody out, in the ${colorScheme}, with a selection and with a menu`, async ({
      assert,
      browser,
    }) => {
      const baseURL = `http://127.0.0.1:${process.env.PORT}`
      const context = await browser.newContext({ colorScheme, baseURL })
      const visitor = await lookingAt(context, ['Billing', 'Sales'], { tags: ['finance'] })
      const { page } = visitor
      await visitor.assertAccessible(assert)
      await page.getByRole('checkbox', { name: 'Select Billing' }).check()
      await page.getByRole('region', { name: 'Selected connections' }).waitFor()
      await visitor.assertAccessible(assert)
      await visitor.button('Actions for Sales').click()
      await page.getByRole('menuitem', { name: 'Duplicate' }).waitFor()
      await visitor.assertAccessible(assert)
      await page.getByRole('menuitem', { name: 'Tags' }).click()
      await page.getByRole('dialog').getByText('Tags of Sales').waitFor()
      await visitor.assertAccessible(assert)
      assert.deepEqual(visitor.complaints, [])
      await context.close()
    })
  }
})
