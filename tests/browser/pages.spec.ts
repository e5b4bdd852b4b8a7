import { test } from '@japa/runner'
import type { Assert } from '@japa/assert'
import { examplesOf } from '#tests/browser/page_examples'
import { measurePages, pageFigures } from '#tests/browser/page_figures'
import { pageVisits } from '#tests/browser/page_routes'
import { Visitor } from '#tests/browser/visitor'

const ORIGIN = `http://127.0.0.1:${process.env.PORT}`
const schemes = ['light', 'dark'] as const

/** Of the screen, in all: beyond it people lose what they were about to press. */
const MOST_SHIFT = 0.05

async function look(visitor: Visitor, assert: Assert, path: string): Promise<void> {
  const { page } = visitor
  await visitor.open(path)
  await page.getByRole('heading', { level: 1 }).waitFor()
  const { layoutShift } = await pageFigures(page)
  assert.isAtMost(layoutShift, MOST_SHIFT, `${path} jumps`)
  await visitor.assertAccessible(assert)
  assert.deepEqual(visitor.complaints, [], path)
}

test.group('Every page', (group) => {
  group.each.timeout(120_000)

  for (const colorScheme of schemes) {
    test(`keeps nobody out, jumps nowhere and complains of nothing, in the ${colorScheme}`, async ({
      assert,
      browser,
    }) => {
      const context = await browser.newContext({ colorScheme, baseURL: ORIGIN })
      const stranger = await browser.newContext({ colorScheme, baseURL: ORIGIN })
      const member = await Visitor.known(context, 'admin')
      const guest = await Visitor.arrive(stranger)
      await measurePages(member.page)
      await measurePages(guest.page)
      const visits = pageVisits(await examplesOf(member.user))
      assert.isAtLeast(visits.length, 5)
      for (const { pattern, path, isPublic } of visits) {
        if (path === null) return assert.fail(`No example of ${pattern} is known here`)
        await look(isPublic ? guest : member, assert, path)
      }
      await look(member, assert, '/no-such-page')
      await context.close()
      await stranger.close()
    })
  }

  test('fits a narrow phone without scrolling sideways', async ({ assert, browser }) => {
    const context = await browser.newContext({
      viewport: { width: 360, height: 740 },
      hasTouch: true,
      baseURL: ORIGIN,
    })
    const visitor = await Visitor.signedIn(context)
    const { page } = visitor
    await visitor.button('Open the menu').click()
    await page.getByRole('dialog').getByRole('link', { name: 'Datasets' }).click()
    await page.waitForURL('**/datasets')
    await page.getByRole('link', { name: 'New dataset' }).click()
    await visitor.button('Connect Database').click()
    await visitor.button('PostgreSQL').click()
    await visitor.field('Host').waitFor()
    assert.isAtMost(await page.evaluate<number>('document.documentElement.scrollWidth'), 360)
    await visitor.assertAccessible(assert)
    await context.close()
  })

  test('leads strangers to the sign-in page, and from there to where they wanted', async ({
    assert,
    browserContext,
  }) => {
    const visitor = await Visitor.arrive(browserContext)
    const { page } = visitor
    await visitor.open('/datasets/new')
    assert.equal(new URL(page.url()).pathname, '/sign-in')
    await visitor.fill({ Email: visitor.user.email, Password: 'not the password' })
    await visitor.button('Sign in').click()
    await page.getByRole('alert').getByText('Wrong email or password.').waitFor()
    await visitor.fill({ Password: 'correct horse battery' })
    await visitor.button('Sign in').click()
    await page.waitForURL('**/datasets/new')
    assert.deepEqual(visitor.complaints, [])
  })

  test('remembers the appearance that was chosen, and lets people out', async ({
    assert,
    browserContext,
  }) => {
    const visitor = await Visitor.signedIn(browserContext)
    const { page } = visitor
    const account = visitor.button(/^Account of/)
    await account.click()
    await page.getByText('Dark', { exact: true }).click()
    await page.reload()
    assert.equal(await page.locator('html').getAttribute('data-mantine-color-scheme'), 'dark')
    await account.click()
    await visitor.button('Sign out').click()
    await page.waitForURL('**/sign-in')
    await visitor.open('/connections')
    assert.equal(new URL(page.url()).pathname, '/sign-in')
    assert.deepEqual(visitor.complaints, [])
  })
})
