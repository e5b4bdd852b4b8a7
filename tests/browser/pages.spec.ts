import { test } from '@japa/runner'
import { Visitor } from '#tests/browser/visitor'

const schemes = ['light', 'dark'] as const

test.group('Every page', (group) => {
  group.each.timeout(60_000)

  for (const colorScheme of schemes) {
    test(`keeps nobody out, in the ${colorScheme}`, async ({ assert, browser }) => {
      const context = await browser.newContext({
        colorScheme,
        baseURL: `http://127.0.0.1:${process.env.PORT}`,
      })
      const visitor = await Visitor.arrive(context)
      const { page } = visitor
      await visitor.open('/sign-in')
      await visitor.assertAccessible(assert)
      await visitor.signIn()
      for (const path of ['/connections', '/datasets/new', '/no-such-page']) {
        await visitor.open(path)
        await page.getByRole('heading', { level: 1 }).waitFor()
        await visitor.assertAccessible(assert)
      }
      assert.deepEqual(visitor.complaints, [])
      await context.close()
    })
  }

  test('fits a narrow phone without scrolling sideways', async ({ assert, browser }) => {
    const context = await browser.newContext({
      viewport: { width: 360, height: 740 },
      hasTouch: true,
      baseURL: `http://127.0.0.1:${process.env.PORT}`,
    })
    const visitor = await Visitor.signedIn(context)
    const { page } = visitor
    await visitor.button('Open the menu').click()
    await page.getByRole('dialog').getByRole('link', { name: 'New dataset' }).click()
    await page.waitForURL('**/datasets/new')
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
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.waitForURL('**/sign-in')
    await visitor.open('/connections')
    assert.equal(new URL(page.url()).pathname, '/sign-in')
    assert.deepEqual(visitor.complaints, [])
  })
})
