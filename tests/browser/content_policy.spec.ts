import { join } from 'node:path'
import { test } from '@japa/runner'
import type { Assert } from '@japa/assert'
import type { Page } from 'playwright'
import connectorsConfig from '#config/connectors'
import { sqlite } from '#connectors/sqlite/engine'
import { Visitor } from '#tests/browser/visitor'

const ORIGIN = `http://127.0.0.1:${process.env.PORT}`

/** Has the page tell of everything that its policy refuses, from its first byte on. */
async function watch(page: Page): Promise<string[]> {
  const refused: string[] = []
  await page.exposeFunction('tellRefused', (what: string) => void refused.push(what))
  await page.addInitScript(`document.addEventListener('securitypolicyviolation', (event) =>
    window.tellRefused(event.effectiveDirective + ' ' + event.blockedURI + ' ' + event.sourceFile))`)
  return refused
}

/** Signs in, connects a file through the form, and looks at a table of it. */
async function walk(visitor: Visitor, assert: Assert) {
  const { page, user } = visitor
  await visitor.signIn()
  await sqlite.sample?.create(join(connectorsConfig.filesDir, user.tenantId, 'shop.sqlite'))
  await visitor.button('Connect Database').click()
  await visitor.button('PostgreSQL').click()
  await visitor.field('Host').waitFor()
  await page.keyboard.press('Escape')
  await visitor.open('/connections')
  await visitor.button('Connect Database').click()
  await visitor.button('SQLite').click()
  await visitor.fill({ File: 'shop.sqlite' })
  await visitor.button('Test connection').click()
  await page.getByText('It works').waitFor()
  await visitor.button('Save connection').click()
  await page.getByRole('treeitem', { name: /customers/ }).click()
  await page.getByRole('columnheader', { name: /email/ }).waitFor()
  await visitor.button(/^Account of/).click()
  await page.getByText('Dark', { exact: true }).click()
  assert.equal(await page.locator('html').getAttribute('data-mantine-color-scheme'), 'dark')
  await visitor.open('/datasets/new')
  await visitor.open('/no-such-page')
}

test.group('The content security policy', (group) => {
  group.each.timeout(90_000)

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`refuses nothing that a visit needs, in the ${colorScheme}`, async ({
      assert,
      browser,
    }) => {
      const context = await browser.newContext({ colorScheme, baseURL: ORIGIN })
      const visitor = await Visitor.arrive(context)
      const refused = await watch(visitor.page)
      await walk(visitor, assert)
      assert.deepEqual(refused, [])
      assert.deepEqual(visitor.complaints, [])
      await context.close()
    })
  }

  test('styles of the first answer are there before any script', async ({ assert, browser }) => {
    const context = await browser.newContext({ baseURL: ORIGIN, javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto('/sign-in')
    const width = await page.evaluate<string>(
      `getComputedStyle(document.documentElement).getPropertyValue('--rail-width')`
    )
    assert.equal(width, '216px')
    await context.close()
  })

  test('a nonce is good for one answer, and scripts cannot read it off the page', async ({
    assert,
    browserContext,
  }) => {
    const visitor = await Visitor.arrive(browserContext)
    const first = await visitor.page.goto('/sign-in')
    const second = await visitor.page.goto('/sign-in')
    const [one, other] = [first, second].map((answer) => nonceOf(answer?.headers()))
    assert.match(one ?? '', /^[\w-]{16,}$/)
    assert.notEqual(one, other)
    assert.notInclude(await visitor.page.content(), other ?? '?')
  })

  test('what somebody gets into a page does not run', async ({ assert, browserContext }) => {
    const visitor = await Visitor.arrive(browserContext)
    const { page } = visitor
    const refused = await watch(page)
    await visitor.open('/sign-in')
    await page.evaluate(`{
      const script = document.createElement('script')
      script.textContent = 'window.got = "inline"'
      document.body.append(script)
      const other = document.createElement('script')
      other.src = 'data:text/javascript,window.got="data"'
      document.body.append(other)
      document.body.insertAdjacentHTML('beforeend',
        '<img src="x:" onerror="window.got = 1"><style>body { color: red }</style><base href="//evil.example/">')
      const frame = document.createElement('iframe')
      frame.srcdoc = '<script>parent.got = "frame"</scr' + 'ipt>'
      document.body.append(frame)
      fetch('https://evil.example/').catch(() => {})
    }`)
    while (refused.length < 6) await page.evaluate('new Promise(requestAnimationFrame)')
    const directives = refused.map((line) => line.split(' ')[0])
    assert.includeMembers(directives, [
      'script-src-elem',
      'script-src-attr',
      'style-src-elem',
      'connect-src',
      'base-uri',
    ])
    assert.isUndefined(await page.evaluate('window.got'))
  })

  test('nobody may put a page into a frame', async ({ assert, browserContext }) => {
    const page = await browserContext.newPage()
    await page.setContent(`<iframe src="${ORIGIN}/sign-in"></iframe>`)
    await page.frames()[1]?.waitForLoadState()
    assert.equal(await page.frameLocator('iframe').getByLabel('Email').count(), 0)
  })

  test('the reference of the API shows under its own', async ({ assert, browserContext }) => {
    const visitor = await Visitor.arrive(browserContext)
    const { page } = visitor
    const refused = await watch(page)
    await page.goto('/docs')
    await page.getByRole('heading', { name: /Varlor/ }).waitFor()
    await page.locator('.opblock').first().click()
    assert.deepEqual(refused, [])
    assert.deepEqual(visitor.complaints, [])
  })
})

function nonceOf(headers: Record<string, string> = {}): string | undefined {
  return headers['content-security-policy']?.match(/'nonce-([^']+)'/)?.[1]
}
