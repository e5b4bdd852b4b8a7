import type { Assert } from '@japa/assert'
import { test } from '@japa/runner'
import type { Browser, BrowserContext } from 'playwright'
import { Visitor } from '#tests/browser/visitor'
import { Product } from '#tests/support/product'

const team = { 'Name of the team': 'Acme', 'Your name': 'Ada', 'Email': 'ada@acme.example' }

/** A server as it is right after installing it. */
async function fresh(browser: Browser, colorScheme: 'light' | 'dark' = 'light') {
  const product = await Product.start({ environment: { LOG_LEVEL: 'warn' } })
  const context = await browser.newContext({ colorScheme, baseURL: product.origin })
  const visitor = await Visitor.arrive(context)
  return { product, context, visitor }
}

/** A form as programs send it, with the cookies of a browser that has seen the page. */
async function submit(context: BrowserContext, body: object) {
  await context.request.get('/setup')
  const { cookies } = await context.storageState()
  const token = cookies.find(({ name }) => name === 'XSRF-TOKEN')?.value ?? ''
  return context.request.post('/setup', {
    data: body,
    headers: { 'x-xsrf-token': decodeURIComponent(token) },
    maxRedirects: 0,
  })
}

async function refused(assert: Assert, visitor: Visitor, words: string) {
  await visitor.button('Create the team').click()
  await visitor.page.getByText(words).waitFor()
  await visitor.assertAccessible(assert)
}

test.group('The first run', (group) => {
  group.each.timeout(120_000)

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`makes the team and its administrator, in the ${colorScheme}`, async ({
      assert,
      browser,
    }) => {
      const { product, context, visitor } = await fresh(browser, colorScheme)
      const { page } = visitor
      for (const path of ['/', '/connections', '/sign-in', '/audit']) {
        await page.goto(path)
        assert.equal(new URL(page.url()).pathname, '/setup', path)
      }
      await visitor.assertAccessible(assert)

      const [, link = ''] = /(http\S+\/setup#vls_\w{49})/.exec(product.output) ?? []
      assert.equal((await product.ace(['setup:link'])).trim(), link)
      // The same page with another fragment would not be loaded anew.
      await page.goto('about:blank')
      await visitor.open(link)
      await page.getByText('Taken from your link.').waitFor()
      await visitor.until(`location.hash === ''`)
      await visitor.focusReaches('[name=team]')
      await visitor.fill({ ...team, Password: 'admin1234' })
      await refused(assert, visitor, 'Everybody knows this password. Choose another.')
      await visitor.fill({ Password: 'a password of my own' })
      await visitor.button('Create the team').click()
      await page.waitForURL('**/connections')

      assert.equal((await page.goto('/setup'))?.status(), 404)
      await assertTrail(assert, product)
      await product.ace(['setup:link']).then(
        () => assert.fail('The link is over'),
        ({ stdout, stderr }) => assert.include(stdout + stderr, 'Somebody can sign in already')
      )
      assert.deepEqual(visitor.complaints, [])
      await context.close()
      await product.stop()
    })
  }

  test('is not for strangers', async ({ assert, browser }) => {
    const { product, context, visitor } = await fresh(browser)
    await visitor.open('/setup')
    await visitor.fill({ ...team, 'Setup token': 'vls_guessed', 'Password': 'long enough' })
    await refused(assert, visitor, 'This is not the setup token of this server.')
    assert.equal(await visitor.field('Name of the team').inputValue(), 'Acme')
    for (let attempt = 0; attempt < 4; attempt++) {
      await submit(context, { ...form, token: `vls_${attempt}` })
    }
    await refused(assert, visitor, 'Too many attempts.')
    await product.ace(['audit:verify'])
    assert.deepEqual(visitor.complaints, [])
    await context.close()
    await product.stop()
  })

  test('of many at once one is first, and the others are led to sign in', async ({
    assert,
    browser,
  }) => {
    const { product, context } = await fresh(browser)
    const token = (await product.ace(['setup:link'])).trim().split('#').at(-1)
    const emails = ['a', 'b', 'c', 'd'].map((name) => `${name}@example.com`)
    const answers = await Promise.all(
      emails.map(async (email) => {
        const own = await browser.newContext({ baseURL: product.origin })
        const answer = await submit(own, { ...form, token, team: `Team of ${email}`, email })
        const location = answer.headers().location
        await own.close()
        return location
      })
    )
    assert.deepEqual(answers.sort(), ['/', '/sign-in', '/sign-in', '/sign-in'])
    const logins = await Promise.allSettled(
      emails.map((email) => product.callAs({ email, password: form.password }))
    )
    assert.lengthOf(
      logins.filter(({ status }) => status === 'fulfilled'),
      1
    )
    await product.ace(['audit:verify'])
    await context.close()
    await product.stop()
  })
})

const form = { team: 'Acme', fullName: null, email: 'ada@acme.example', password: 'long enough' }

/** Both events are there, with who did it and whence. */
async function assertTrail(assert: Assert, product: Product) {
  const call = await product.callAs({ email: 'ada@acme.example', password: 'a password of my own' })
  const events = await call<{ action: string; ip: string; actor: { email: string } }[]>(
    'GET',
    '/audit-events'
  )
  const founding = events.filter(({ action }) => ['tenant.create', 'user.create'].includes(action))
  assert.lengthOf(founding, 2)
  for (const { ip, actor } of founding) {
    assert.equal(ip, '127.0.0.1')
    assert.equal(actor.email, 'ada@acme.example')
  }
}
