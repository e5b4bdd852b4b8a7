import { test } from '@japa/runner'
import type { BrowserContext } from 'playwright'
import { connectionTo, SHOP } from '#tests/browser/explored'
import { Visitor } from '#tests/browser/visitor'
import { needs } from '#tests/support/servers/missing'
import { postgres, type PostgresServer } from '#tests/support/servers/postgres'

const ORIGIN = `http://127.0.0.1:${process.env.PORT}`

test.group('Exploring a connection', (group) => {
  let target: PostgresServer
  if (needs(group, 'postgres')) {
    group.setup(async () => {
      target = await (await postgres()).createDatabase()
      await target.query(SHOP)
    })
  }
  group.each.timeout(90_000)

  /** Signs in, and opens the page of a connection to the shop. */
  async function explore(context: BrowserContext, query = '') {
    const visitor = await Visitor.known(context)
    const id = await connectionTo(visitor.user, target)
    await visitor.open(`/connections/${id}${query}`)
    const { page } = visitor
    return {
      visitor,
      page,
      id,
      item: (name: string | RegExp) => page.getByRole('treeitem', { name }),
      cell: (name: string | RegExp) => page.getByRole('gridcell', { name }),
      focused: () => page.evaluate<string>('document.activeElement.textContent'),
    }
  }

  test('the tree is walked through with the keyboard, and opens what it stands on', async ({
    assert,
    browserContext,
  }) => {
    const { page, visitor, item } = await explore(browserContext)
    const { keyboard } = page
    const active = () =>
      page.evaluate<string>(`document.getElementById(
        document.querySelector('[role=tree]').getAttribute('aria-activedescendant')).innerText`)
    await item('public').waitFor()
    await page.keyboard.press('/')
    await keyboard.press('ArrowDown')
    await keyboard.press('Home')
    assert.match(await active(), /^public/)
    await keyboard.press('ArrowLeft')
    await item(/customers/).waitFor({ state: 'detached' })
    assert.equal(await item('public').getAttribute('aria-expanded'), 'false')
    await keyboard.press('ArrowRight')
    await item(/customers/).waitFor()
    await keyboard.press('End')
    assert.match(await active(), /^totals/)
    await keyboard.press('ArrowLeft')
    assert.match(await active(), /^reporting/)
    await keyboard.type('or')
    assert.match(await active(), /^orders/)
    await keyboard.press('Enter')
    await page.waitForURL(/schema=public&table=orders/)
    await page.getByRole('grid').waitFor()
    assert.equal(await item(/orders/).getAttribute('aria-selected'), 'true')
    assert.deepEqual(visitor.complaints, [])
  })

  test('the search narrows the tree as one types, marks what it found, and opens it', async ({
    assert,
    browserContext,
  }) => {
    const { page, visitor, item } = await explore(browserContext)
    await item(/customers/).waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('reporting.TOT')
    await item(/customers/).waitFor({ state: 'detached' })
    assert.equal(await page.locator('mark').innerText(), 'tot')
    await page.getByText('1 of 8 tables').waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL(/schema=reporting&table=totals/)
    await page.getByRole('grid').waitFor()
    await page.getByRole('searchbox').fill('no such thing')
    await page.getByText('No table has “no such thing” in its name.').waitFor()
    await visitor.assertAccessible(assert)
    await page.getByRole('searchbox').press('Escape')
    await item(/customers/).waitFor()
    assert.deepEqual(visitor.complaints, [])
  })

  test('the grid is walked through with the keyboard, and opens values beside it', async ({
    assert,
    browserContext,
  }) => {
    const { page, visitor, cell } = await explore(browserContext, '?schema=public&table=orders')
    const { keyboard } = page
    const isOn = (text: string) => visitor.until(`document.activeElement.textContent === '${text}'`)
    await cell('9007199254740993').click()
    await keyboard.press('ArrowRight')
    await isOn('1')
    await keyboard.press('ArrowRight')
    await isOn('12345678901234567890.5000000000')
    await keyboard.press('ArrowRight')
    await keyboard.press('Enter')
    const detail = page.getByRole('complementary', { name: 'Value of details' })
    await detail.getByText('12345678901234567890').waitFor()
    await visitor.focusReaches('[aria-label="Close the value"]')
    await visitor.assertAccessible(assert)
    await keyboard.press('Escape')
    await detail.waitFor({ state: 'detached' })
    await keyboard.press('ArrowUp')
    await isOn('NULL')
    await keyboard.press('Control+Home')
    await keyboard.press('ArrowUp')
    await visitor.until(`document.activeElement.textContent.includes('bigint')`)
    const width = 'document.activeElement.offsetWidth'
    const before = await page.evaluate<number>(width)
    await keyboard.press('Shift+ArrowRight')
    await visitor.until(`${width} === ${before + 16}`)
    assert.deepEqual(visitor.complaints, [])
  })

  test('bytes show in hex, and long texts with their length', async ({
    assert,
    browserContext,
  }) => {
    const { page, visitor, cell } = await explore(browserContext, '?schema=public&table=orders')
    await cell('Binary 4 bytes').getByText('Binary').click()
    await page.getByText('89 50 4e 47').waitFor()
    await page.getByText('Base64').click()
    await page.getByText('iVBORw==').waitFor()
    await cell(/^long long .*500$/)
      .getByText('500')
      .click()
    await page.getByText('500 characters').waitFor()
    await visitor.assertAccessible(assert)
    assert.deepEqual(visitor.complaints, [])
  })

  test('values and rows are copied exactly, and run in no spreadsheet', async ({
    assert,
    browser,
  }) => {
    const context = await browser.newContext({
      baseURL: ORIGIN,
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    const { page, visitor, cell } = await explore(context, '?schema=public&table=customers')
    const clipboard = () => page.evaluate<string>('navigator.clipboard.readText()')
    const choose = async (item: string) => {
      await visitor.button('Copy').click()
      await page.getByRole('menuitem', { name: item }).click()
      await page.getByText('Copied.').waitFor()
    }
    await cell(/HYPERLINK/).click()
    await page.keyboard.press('ControlOrMeta+c')
    await page.getByText('Copied.').waitFor()
    assert.equal(await clipboard(), '=HYPERLINK("http://evil.example.com")')
    await choose('Row as text')
    assert.equal(await clipboard(), `2\t"'=HYPERLINK(""http://evil.example.com"")"`)
    await choose('3 rows as CSV')
    assert.deepEqual((await clipboard()).split('\r\n'), [
      '"id","name"',
      '"1","Ada"',
      `"2","'=HYPERLINK(""http://evil.example.com"")"`,
      '"3",',
      '',
    ])
    await page.getByRole('treeitem', { name: /orders/ }).click()
    await cell('9007199254740993').click()
    await choose('Row as JSON')
    assert.include(await clipboard(), '"counts": [12345678901234567890]')
    assert.deepEqual(visitor.complaints, [])
    await context.close()
  })

  test('a reference leads to its table, and the way back is the browser’s', async ({
    assert,
    browserContext,
  }) => {
    const { page, visitor, cell } = await explore(
      browserContext,
      '?schema=public&table=orders&tab=structure'
    )
    await page.getByRole('row', { name: /^note text Yes 'none'::text/ }).waitFor()
    await visitor.assertAccessible(assert)
    await page.getByRole('link', { name: 'References customers.id' }).click()
    await page.waitForURL(/table=customers/)
    await page.goBack()
    await page.waitForURL(/table=orders&tab=structure/)
    await page.getByRole('tab', { name: 'Preview' }).click()
    await page
      .getByRole('columnheader', { name: /customer_id/ })
      .getByRole('link')
      .click()
    await cell('Ada').waitFor()
    await page.goBack()
    await cell('9007199254740993').waitFor()
    await page.goForward()
    await cell('Ada').waitFor()
    assert.deepEqual(visitor.complaints, [])
  })

  test('names of any characters are opened, and stay text', async ({ assert, browserContext }) => {
    const { page, visitor, item, cell } = await explore(browserContext)
    await item(/a\/b/).click()
    await cell('<script>found</script>').waitFor()
    await page.getByRole('columnheader', { name: 'd "e" <i>' }).waitFor()
    await page.reload()
    await cell('<script>found</script>').waitFor()
    assert.deepEqual(visitor.complaints, [])
  })

  test('rows are counted exactly on request, and the count can be cancelled', async ({
    assert,
    browserContext,
  }) => {
    const { page, visitor, id } = await explore(browserContext, '?schema=public&table=customers')
    let release = () => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    await page.route(/count=exact/, async (route) => {
      await held
      await route.continue().catch(() => {})
    })
    await visitor.button('Count exactly').click()
    await visitor.button('Cancel').click()
    await visitor.button('Count exactly').waitFor()
    release()
    await page.unroute(/count=exact/)
    await visitor.button('Count exactly').click()
    await page.getByText('3 rows', { exact: false }).first().waitFor()
    await page.getByText('All 3 rows.').waitFor()
    assert.isString(id)
    // What was counted stays when the rows are read anew, and can be counted again.
    await visitor.button('Refresh').click()
    await visitor.button('Count again').waitFor()
    await page.getByText('3 rows', { exact: true }).waitFor()
    await page.route(/count=exact/, (route) => route.continue())
    await visitor.button('Count again').click()
    await visitor.button('Count again').waitFor({ state: 'detached' })
    await page.getByText('3 rows', { exact: true }).waitFor()
    assert.equal(await page.title(), 'public.customers · Shop · Varlor')
    assert.deepEqual(visitor.complaints, [])
  })

  test('of a wide table only the columns in sight are there, and the keyboard reaches the last', async ({
    assert,
    browserContext,
  }) => {
    const { page, visitor, cell, focused } = await explore(
      browserContext,
      '?schema=public&table=wide'
    )
    await cell('0').first().click()
    assert.isBelow(await page.getByRole('columnheader').count(), 60)
    await page.keyboard.press('End')
    assert.equal(await focused(), '299')
    await page.keyboard.press('ArrowUp')
    assert.include(await focused(), 'c299')
    assert.isTrue(await page.getByRole('columnheader', { name: /^c299/ }).isVisible())
    await visitor.assertAccessible(assert)
    await page.keyboard.press('Home')
    assert.include(await focused(), 'c0')
    assert.deepEqual(visitor.complaints, [])
  })

  test('more of the rows are shown on request', async ({ assert, browserContext }) => {
    const { page, visitor } = await explore(browserContext, '?schema=public&table=forty')
    await page.getByText('The first 10 rows.').waitFor()
    await visitor.button('Show 100').click()
    await page.getByText('The first 40 rows.').waitFor()
    assert.equal(await page.getByRole('row').count(), 41)
    assert.deepEqual(visitor.complaints, [])
  })

  test('a table without rows says so', async ({ assert, browserContext }) => {
    const { page, visitor } = await explore(browserContext, '?schema=public&table=empty_one')
    await page.getByText('This table has no rows.').waitFor()
    await visitor.assertAccessible(assert)
    assert.deepEqual(visitor.complaints, [])
  })

  test('a viewer looks through what their team shares, and is offered no more', async ({
    assert,
    browserContext,
    browser,
  }) => {
    const { id, visitor: owner } = await explore(browserContext)
    const context = await browser.newContext({ baseURL: ORIGIN })
    const visitor = await Visitor.arrive(context, 'viewer')
    await visitor.user.merge({ tenantId: owner.user.tenantId }).save()
    await visitor.signIn()
    await visitor.open(`/connections/${id}?schema=public&table=customers`)
    await visitor.page.getByRole('gridcell', { name: 'Ada' }).waitFor()
    assert.equal(await visitor.button('Edit').count(), 0)
    assert.deepEqual(visitor.complaints, [])
    await context.close()
  })

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`keeps nobody out on a phone, one pane after another, in the ${colorScheme}`, async ({
      assert,
      browser,
    }) => {
      const context = await browser.newContext({
        ...{ colorScheme, baseURL: ORIGIN, hasTouch: true },
        viewport: { width: 360, height: 740 },
      })
      const { page, visitor, item } = await explore(context)
      await item(/orders/).waitFor()
      await visitor.assertAccessible(assert)
      await item(/orders/).tap()
      await page.getByRole('grid').waitFor()
      assert.isFalse(await page.getByRole('tree').isVisible())
      await visitor.assertAccessible(assert)
      await page.getByText('JSON', { exact: true }).tap()
      await page.getByRole('complementary').waitFor()
      await visitor.assertAccessible(assert)
      assert.isAtMost(await page.evaluate<number>('document.documentElement.scrollWidth'), 360)
      await visitor.button('Close the value').tap()
      await visitor.button('Back to the tables').tap()
      await item(/orders/).waitFor()
      assert.deepEqual(visitor.complaints, [])
      await context.close()
    })
  }
})
