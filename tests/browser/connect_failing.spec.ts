import { test } from '@japa/runner'
import { hangingUp, rogueServer, silent } from '#tests/conformance/rogue_server'
import { PASSWORD } from '#database/factories/user_factory'
import { Visitor } from '#tests/browser/visitor'
import { needs } from '#tests/support/servers/missing'
import { postgres, type PostgresServer } from '#tests/support/servers/postgres'

/** What the browser itself says of a network that is gone, and what it says of a session that is. */
const EXPECTED = /ERR_INTERNET_DISCONNECTED|status of 401/

test.group('A connection that fails', (group) => {
  let target: PostgresServer
  if (needs(group, 'postgres')) {
    group.setup(async () => {
      target = await (await postgres()).createDatabase()
    })
  }

  const begin = async (visitor: Visitor, changes: Record<string, string | number> = {}) => {
    await visitor.button('Connect Database').click()
    await visitor.button('PostgreSQL').click()
    await visitor.fill({
      Host: target.host,
      Port: target.port,
      Database: target.database,
      Username: target.user,
      Password: target.password,
      ...changes,
    })
  }
  const testNow = (visitor: Visitor) => visitor.button('Test connection').click()
  const complaintsOf = (visitor: Visitor) =>
    visitor.complaints.filter((complaint) => !EXPECTED.test(complaint))

  test('is cancelled while it hangs, by the button and by Escape, and the form stays', async ({
    assert,
    browserContext,
    cleanup,
  }) => {
    const hanging = await rogueServer(silent)
    cleanup(() => hanging.close())
    const visitor = await Visitor.signedIn(browserContext)
    const { page } = visitor
    await begin(visitor, { Port: hanging.port })
    await testNow(visitor)
    const running = page.locator('li[data-status=running]')
    await running.getByText('Encrypt').waitFor()
    await visitor.assertAccessible(assert)
    await visitor.button('Cancel').click()
    await page.getByText('It was stopped after').waitFor()
    assert.equal(await page.locator('li[data-status=passed]').count(), 2)
    assert.equal(await page.locator(':focus').innerText(), 'Test connection')
    await visitor.assertAccessible(assert)

    await page.keyboard.press('Enter')
    await running.getByText('Encrypt').waitFor()
    await page.keyboard.press('Escape')
    await page.getByText('It was stopped after').waitFor()
    assert.equal(await visitor.field('Host').inputValue(), target.host)
    assert.deepEqual(visitor.complaints, [])
  })

  test('by its port leads to the port, by its password to the password', async ({
    assert,
    browserContext,
    cleanup,
  }) => {
    const other = await rogueServer(hangingUp)
    await other.close()
    cleanup(() => {})
    const visitor = await Visitor.signedIn(browserContext)
    const { page } = visitor
    await begin(visitor, { Port: other.port })
    await testNow(visitor)
    await page.locator('li[data-status=failed]').getByText('Reach the port').waitFor()
    await visitor.focusReaches('[name="config.port"]')
    assert.equal(await visitor.field('Port').getAttribute('aria-invalid'), 'true')

    await visitor.fill({ Port: target.port, Password: 'wrong' })
    await page.keyboard.press('Enter')
    await page.locator('li[data-status=failed]').getByText('Sign in').waitFor()
    await visitor.focusReaches('[name="credentials.password"]')
    await page.keyboard.type(target.password)
    await page.getByText('Before your last change').waitFor()
    assert.deepEqual(visitor.complaints, [])
  })

  test('for want of a network keeps everything, and goes on once there is one', async ({
    assert,
    browserContext,
    cleanup,
  }) => {
    const hanging = await rogueServer(silent)
    cleanup(() => hanging.close())
    const visitor = await Visitor.signedIn(browserContext)
    const { page } = visitor
    await begin(visitor)
    await browserContext.setOffline(true)
    await testNow(visitor)
    await page.getByText('The test did not start').waitFor()
    await visitor.assertAccessible(assert)
    await browserContext.setOffline(false)
    await visitor.button('Try again').click()
    await page.getByText('It works').waitFor()

    await browserContext.setOffline(true)
    await visitor.button('Save connection').click()
    await page.getByText('It could not be saved').waitFor()
    await visitor.assertAccessible(assert)
    assert.equal(await visitor.field('Password').inputValue(), target.password)
    await browserContext.setOffline(false)
    await visitor.button('Save again').click()
    await page.waitForURL(/\/connections\/[0-9a-f-]{36}/)
    assert.deepEqual(complaintsOf(visitor), [])
  })

  test('is said to break off when the network goes in the middle', async ({
    assert,
    browserContext,
    cleanup,
  }) => {
    const hanging = await rogueServer(silent)
    cleanup(() => hanging.close())
    const visitor = await Visitor.signedIn(browserContext)
    const { page } = visitor
    await begin(visitor, { Port: hanging.port })
    await testNow(visitor)
    await page.locator('li[data-status=running]').getByText('Encrypt').waitFor()
    await browserContext.setOffline(true)
    await page.getByText('The test broke off').waitFor()
    assert.equal(await visitor.field('Password').inputValue(), target.password)
    await browserContext.setOffline(false)
    assert.deepEqual(complaintsOf(visitor), [])
  })

  test('is made once when only the answer of the save was lost', async ({
    assert,
    browserContext,
  }) => {
    const visitor = await Visitor.signedIn(browserContext)
    const { page } = visitor
    await begin(visitor, { Name: 'Once' })
    let lost = 0
    await page.route('**/api/v2/connectors', async (route) => {
      if (route.request().method() !== 'POST' || lost > 0) return route.fallback()
      lost += 1
      await route.fetch()
      await route.abort('internetdisconnected')
    })
    await testNow(visitor)
    await page.getByText('It works').waitFor()
    await visitor.button('Save connection').click()
    await visitor.button('Save again').click()
    await page.waitForURL(/\/connections\/[0-9a-f-]{36}/)
    await visitor.open('/connections')
    assert.equal(await page.getByRole('link', { name: 'Once', exact: true }).count(), 1)
    assert.deepEqual(complaintsOf(visitor), [])
  })

  test('because the session has ended keeps everything that was entered', async ({
    assert,
    browserContext,
  }) => {
    const visitor = await Visitor.signedIn(browserContext)
    const { page } = visitor
    const again = page.getByRole('dialog', { name: 'Your session has ended' })
    const signInAgain = async () => {
      await again.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
      await again.getByRole('button', { name: 'Sign in', exact: true }).click()
      await again.waitFor({ state: 'detached' })
    }
    await begin(visitor, { Name: 'Patient' })
    await browserContext.clearCookies()
    await testNow(visitor)
    await signInAgain()
    await testNow(visitor)
    await page.getByText('It works').waitFor()

    await browserContext.clearCookies()
    await visitor.button('Save connection').click()
    await again.waitFor()
    await visitor.assertAccessible(assert)
    await signInAgain()
    assert.equal(await visitor.field('Password').inputValue(), target.password)
    await visitor.button('Save again').click()
    await page.waitForURL(/\/connections\/[0-9a-f-]{36}/)
    await page.getByRole('heading', { name: 'Patient' }).waitFor()
    assert.deepEqual(complaintsOf(visitor), [])
  })

  test('is not begun when the form cannot be fetched, which says so', async ({
    assert,
    browserContext,
  }) => {
    const visitor = await Visitor.known(browserContext)
    const { page } = visitor
    await page.route(/connection_form-.*\.js/, (route) => route.abort())
    await visitor.open('/connections')
    await visitor.button('Connect Database').click()
    await visitor.button('PostgreSQL').click()
    await page.getByRole('alert').getByText('could not be loaded').waitFor()
    await visitor.assertAccessible(assert)
    await page.unroute(/connection_form-.*\.js/)
    await visitor.button('Load the page again').click()
    await visitor.button('Connect Database').click()
    await visitor.button('PostgreSQL').click()
    await visitor.field('Host').waitFor()
  })
})
