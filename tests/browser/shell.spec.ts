import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import type { BrowserContext, Page } from 'playwright'
import { PASSWORD, UserFactory } from '#database/factories/user_factory'
import ApiSession from '#models/api_session'
import type User from '#models/user'
import { ConnectionService } from '#services/connection_service'
import { DateTime } from 'luxon'
import { Visitor } from '#tests/browser/visitor'

const ORIGIN = `http://127.0.0.1:${process.env.PORT}`

/** What the browser says of a network that we took away. */
const NO_NETWORK = /net::ERR_(INTERNET_DISCONNECTED|FAILED|CONNECTION_REFUSED)/

async function saveConnection({ id: userId, tenantId, email, role }: User, name: string) {
  const service = await app.container.make(ConnectionService)
  const actor = { tenantId, userId, email, role, isProgram: false, ip: null, requestId: null }
  return service.create(actor, {
    name,
    type: 'postgresql',
    config: { host: '127.0.0.1', port: 9, database: 'sales', username: 'ada' },
    credentials: { password: 'stored-secret' },
  })
}

/** As if eight hours had passed, or an administrator had ended it. */
async function endSessions({ id }: User) {
  await ApiSession.query().where({ userId: id }).update({ revoked_at: DateTime.utc().toSQL() })
}

const pathOf = (page: Page) => new URL(page.url()).pathname

async function startEntering(context: BrowserContext) {
  const visitor = await Visitor.signedIn(context)
  await visitor.button('Connect Database').first().click()
  await visitor.button('PostgreSQL').click()
  await visitor.fill({ Host: 'db.example.com', Database: 'sales' })
  return visitor
}

test.group('The palette', (group) => {
  group.each.timeout(60_000)

  test('goes to places and finds connections by name, with the keyboard alone', async ({
    assert,
    browserContext,
  }) => {
    const visitor = await Visitor.known(browserContext)
    const { page, user } = visitor
    const { id } = await saveConnection(user, 'Billing')
    await saveConnection(user, 'Warehouse')
    await visitor.open('/datasets/new')
    await page.keyboard.press('Control+k')
    const field = page.getByRole('combobox', { name: 'Search and commands' })
    await field.waitFor()
    await visitor.assertAccessible(assert)
    await page.keyboard.type('bill')
    await page.getByRole('option', { name: /Billing/ }).waitFor()
    assert.equal(await page.getByRole('option').count(), 1)
    await visitor.assertAccessible(assert)
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/connections/${id}`)

    await page.keyboard.press('Control+k')
    await page.keyboard.type('datas')
    await page.getByRole('option', { name: /Datasets/ }).waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL('**/datasets')
    assert.deepEqual(visitor.complaints, [])
  })

  test('takes what is typed before it is there', async ({ assert, browserContext }) => {
    const visitor = await Visitor.signedIn(browserContext)
    const { page } = visitor
    const typed = Promise.withResolvers<void>()
    await page.route('**/assets/palette-*.js', async (route) => {
      await typed.promise
      await route.continue()
    })
    await page.keyboard.press('Control+k')
    await page.keyboard.type('datx')
    await page.keyboard.press('Backspace')
    typed.resolve()
    const field = page.getByRole('combobox', { name: 'Search and commands' })
    await field.waitFor()
    assert.equal(await field.inputValue(), 'dat')
    await page.keyboard.type('asets')
    assert.equal(await field.inputValue(), 'datasets')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/datasets')
    assert.deepEqual(visitor.complaints, [])
  })

  test('does things, says what it does not find, and closes', async ({
    assert,
    browserContext,
  }) => {
    const visitor = await Visitor.signedIn(browserContext)
    const { page } = visitor
    await visitor.button(/^Search/).click()
    await page.getByRole('combobox', { name: 'Search and commands' }).waitFor()
    await page.keyboard.type('no such thing')
    await page.getByText('Nothing is called “no such thing”.').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })

    await page.keyboard.press('Control+k')
    await visitor.focusReaches('[role=combobox]')
    await page.keyboard.type('dark')
    await page.keyboard.press('Enter')
    await visitor.until(`document.documentElement.dataset.mantineColorScheme === 'dark'`)
    await page.getByRole('dialog').waitFor({ state: 'detached' })

    await page.keyboard.press('Control+k')
    await visitor.focusReaches('[role=combobox]')
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.keyboard.press('Control+k')
    await visitor.focusReaches('[role=combobox]')
    await page.keyboard.type('connect a')
    await page.keyboard.press('Enter')
    await visitor.button('PostgreSQL').waitFor()
    assert.deepEqual(visitor.complaints, [])
  })
})

test.group('Shortcuts', (group) => {
  group.each.timeout(60_000)

  test('are shown by ?, lead to places, and can be switched off', async ({
    assert,
    browserContext,
  }) => {
    const visitor = await Visitor.signedIn(browserContext)
    const { page } = visitor
    await page.keyboard.press('g')
    await page.keyboard.press('d')
    await page.waitForURL('**/datasets')
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
    await page.getByText('Go to datasets').waitFor()
    await visitor.assertAccessible(assert)
    await page.getByRole('switch').click()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })

    await page.reload()
    await visitor.open('/datasets/new')
    for (const key of ['?', 'g', 'c']) await page.keyboard.press(key)
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').waitFor()
    assert.equal(pathOf(page), '/datasets/new')
    assert.equal(await page.getByRole('dialog').count(), 1)
    assert.deepEqual(visitor.complaints, [])
  })

  test('are letters in a field', async ({ assert, browserContext }) => {
    const visitor = await startEntering(browserContext)
    const { page } = visitor
    await visitor.field('Host').fill('')
    await visitor.field('Host').pressSequentially('gd?')
    assert.equal(await visitor.field('Host').inputValue(), 'gd?')
    assert.equal(pathOf(page), '/connections')
    assert.equal(await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).count(), 0)
  })
})

test.group('The frame', (group) => {
  group.each.timeout(60_000)

  test('shrinks to icons by choice, which stays', async ({ assert, browserContext }) => {
    const visitor = await Visitor.signedIn(browserContext)
    const { page } = visitor
    const width = `document.querySelector('nav[aria-label=Main]').getBoundingClientRect().width`
    await visitor.until(`${width} > 150`)
    await visitor.button('Collapse the menu').click()
    await visitor.button('Expand the menu').waitFor()
    await visitor.until(`${width} < 100`)
    await visitor.assertAccessible(assert)
    await page.reload()
    await visitor.button('Expand the menu').waitFor()
    await visitor.until(`${width} < 100`)
    assert.isTrue(await page.getByRole('link', { name: 'Datasets' }).isVisible())
    assert.deepEqual(visitor.complaints, [])
  })

  test('shows the audit trail to administrators alone', async ({ assert, browser }) => {
    for (const [role, count] of [
      ['admin', 1],
      ['viewer', 0],
    ] as const) {
      const context = await browser.newContext({ baseURL: ORIGIN })
      const { page } = await Visitor.signedIn(context, role)
      assert.equal(await page.getByRole('link', { name: 'Audit' }).count(), count)
      await context.close()
    }
  })

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`is painted at once as the system has it: ${colorScheme}`, async ({ assert, browser }) => {
      const context = await browser.newContext({ baseURL: ORIGIN, colorScheme })
      const page = await context.newPage()
      // What was painted first, before any script of ours had come.
      await page.route('**/assets/*.js', (route) => route.abort())
      await page.goto('/sign-in')
      const scheme = await page.locator('html').getAttribute('data-mantine-color-scheme')
      assert.equal(scheme, colorScheme)
      const body = 'getComputedStyle(document.body).backgroundColor'
      const isDark = (await page.evaluate<string>(body)) !== 'rgb(255, 255, 255)'
      assert.equal(isDark, colorScheme === 'dark')
      await context.close()
    })
  }

  test('stays when a page breaks, which says so', async ({ assert, browserContext }) => {
    const visitor = await Visitor.signedIn(browserContext)
    const { page } = visitor
    const broken = { data: [null], meta: { page: 1, perPage: 20, total: 1, lastPage: 1 } }
    await page.route('**/api/v2/connectors?*', (route) => route.fulfill({ json: broken }))
    await page.goto('/connections?search=nothing')
    await page.getByRole('searchbox').fill('else')
    await page.getByText('This page has stopped working').waitFor()
    await visitor.assertAccessible(assert)
    await page.getByRole('link', { name: 'Datasets' }).click()
    await page.waitForURL('**/datasets')
    await page.getByText('This page has stopped working').waitFor({ state: 'detached' })
  })
})

test.group('A session that ends', (group) => {
  group.each.timeout(60_000)

  test('in the middle of a form loses nothing: sign in again, press again', async ({
    assert,
    browserContext,
  }) => {
    const visitor = await startEntering(browserContext)
    const { page, user } = visitor
    await visitor.fill({ Username: 'ada', Password: 'secret', Port: 9, Host: '127.0.0.1' })
    await endSessions(user)
    await visitor.button('Test connection').click()
    const dialog = page.getByRole('dialog', { name: 'Your session has ended' })
    await dialog.waitFor()
    await dialog.getByText(user.email, { exact: true }).waitFor()
    await visitor.assertAccessible(assert)
    const password = dialog.getByRole('textbox', { name: 'Password' })
    await password.fill('not the password')
    await page.keyboard.press('Enter')
    await dialog.getByText('Wrong email or password.').waitFor()
    await password.fill(PASSWORD)
    await page.keyboard.press('Enter')
    await dialog.waitFor({ state: 'detached' })

    assert.equal(await visitor.field('Host').inputValue(), '127.0.0.1')
    assert.equal(await visitor.field('Password').inputValue(), 'secret')
    await visitor
      .button(/^(Test connection|Try again)$/)
      .first()
      .click()
    await page
      .getByText(/refused|answers|Nothing listens/i)
      .first()
      .waitFor()
    assert.deepEqual(visitor.complaints, [])
  })

  test('does not stop what was being read, nor a way to another page', async ({
    assert,
    browserContext,
  }) => {
    const visitor = await Visitor.known(browserContext)
    const { page, user } = visitor
    await saveConnection(user, 'Billing')
    await visitor.open('/connections')
    const dialog = page.getByRole('dialog', { name: 'Your session has ended' })
    const signInAgain = async () => {
      await dialog.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
      await page.keyboard.press('Enter')
      await dialog.waitFor({ state: 'detached' })
    }
    await endSessions(user)
    await page.getByRole('searchbox').fill('bil')
    await signInAgain()
    await page.getByRole('link', { name: 'Billing' }).waitFor()

    await endSessions(user)
    await page.getByRole('link', { name: 'Datasets' }).click()
    await signInAgain()
    await page.waitForURL('**/datasets')
    assert.deepEqual(visitor.complaints, [])
  })

  test('in one tab is noticed by the other, and so is its going on', async ({
    assert,
    browserContext,
  }) => {
    const visitor = await startEntering(browserContext)
    const other = await browserContext.newPage()
    await other.goto('/datasets/new')
    await other.getByRole('button', { name: /^Account of/ }).click()
    await other.getByRole('button', { name: 'Sign out' }).click()
    await other.waitForURL('**/sign-in')
    const dialog = visitor.page.getByRole('dialog', { name: 'You signed out in another tab' })
    await dialog.waitFor()
    await visitor.assertAccessible(assert)

    await other.getByRole('textbox', { name: 'Email' }).fill(visitor.user.email)
    await other.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
    await other.getByRole('button', { name: 'Sign in' }).click()
    await dialog.waitFor({ state: 'detached' })
    assert.equal(await visitor.field('Host').inputValue(), 'db.example.com')
    assert.deepEqual(visitor.complaints, [])
  })

  test('leaves nothing for the next person in the same browser', async ({
    assert,
    browserContext,
  }) => {
    const visitor = await Visitor.known(browserContext)
    const { page } = visitor
    await saveConnection(visitor.user, 'Of the first person')
    await visitor.open('/connections')
    await page.getByRole('link', { name: 'Of the first person' }).waitFor()
    const left = await browserContext.newPage()
    await left.goto('/connections')
    await visitor.button(/^Account of/).click()
    await visitor.button('Sign out').click()
    await page.waitForURL('**/sign-in')

    const next = await UserFactory.create()
    await visitor.fill({ Email: next.email, Password: PASSWORD })
    await visitor.button('Sign in').click()
    await page.waitForURL('**/connections')
    await page.getByRole('heading', { level: 1 }).waitFor()
    assert.equal(await page.getByText('Of the first person').count(), 0)
    await left.getByText('Of the first person').waitFor({ state: 'detached' })
    assert.deepEqual(visitor.complaints, [])
  })

  test('on a page that was left open is told, and nothing is changed', async ({
    assert,
    browserContext,
  }) => {
    const visitor = await Visitor.arrive(browserContext)
    const { page } = visitor
    await visitor.open('/sign-in')
    await browserContext.clearCookies()
    await visitor.fill({ Email: visitor.user.email, Password: PASSWORD })
    await visitor.button('Sign in').click()
    await page.getByText('This page had been open for too long').waitFor()
    assert.equal(await visitor.field('Email').inputValue(), visitor.user.email)
    await visitor.fill({ Password: PASSWORD })
    await visitor.button('Sign in').click()
    await page.waitForURL('**/connections')
    assert.deepEqual(visitor.complaints, [])
  })
})

test.group('A network that is lost', (group) => {
  group.each.timeout(60_000)

  test('is told, keeps what was entered, and what waited goes on by itself', async ({
    assert,
    browserContext,
  }) => {
    const visitor = await Visitor.known(browserContext)
    const { page, user } = visitor
    await saveConnection(user, 'Billing')
    await saveConnection(user, 'Warehouse')
    await visitor.open('/connections')
    await browserContext.setOffline(true)
    await page.getByText('You are offline.').waitFor()
    await visitor.assertAccessible(assert)
    await page.getByRole('searchbox').fill('ware')
    await browserContext.setOffline(false)
    await page.getByText('You are offline.').waitFor({ state: 'detached' })
    await page.getByRole('link', { name: 'Billing' }).waitFor({ state: 'detached' })
    assert.equal(await page.getByRole('searchbox').inputValue(), 'ware')
    const complaints = visitor.complaints.filter((text) => !NO_NETWORK.test(text))
    assert.deepEqual(complaints, [])
  })

  test('or a server that is away: the same', async ({ assert, browserContext }) => {
    const visitor = await Visitor.known(browserContext)
    const { page, user } = visitor
    await saveConnection(user, 'Billing')
    await saveConnection(user, 'Warehouse')
    await visitor.open('/connections')
    const isServer = (url: URL) => /^\/(api|health)\//.test(url.pathname)
    await page.route(isServer, (route) => route.abort())
    await page.getByRole('searchbox').fill('ware')
    await page.getByText('Varlor cannot be reached.').waitFor()
    await page.unroute(isServer)
    await page.getByText('Varlor cannot be reached.').waitFor({ state: 'detached' })
    await page.getByRole('link', { name: 'Billing' }).waitFor({ state: 'detached' })
    const complaints = visitor.complaints.filter((text) => !NO_NETWORK.test(text))
    assert.deepEqual(complaints, [])
  })
})
