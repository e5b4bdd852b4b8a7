import limiter from '@adonisjs/limiter/services/main'
import { test } from '@japa/runner'
import type { Page } from 'playwright'
import AuditEvent from '#models/audit_event'
import { connectionTo, SHOP } from '#tests/browser/explored'
import { Visitor } from '#tests/browser/visitor'
import { closedPort, rogueServer, silent } from '#tests/conformance/rogue_server'
import { needs } from '#tests/support/servers/missing'
import { postgres, type PostgresServer } from '#tests/support/servers/postgres'

/** What the page's script asks the API about tables. */
function readsOf(page: Page): string[] {
  const reads: string[] = []
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (/\/connectors\/.*\/tables/.test(pathname)) reads.push(pathname)
  })
  return reads
}

/** How often each action was done with a connection, and how it ended. */
async function trailOf(connectionId: string) {
  const events = await AuditEvent.query().where({ target_id: connectionId })
  return events
    .filter(({ action }) => /list_tables|preview/.test(action))
    .map(({ action, outcome }) => `${action} ${outcome}`)
    .sort()
}

test.group('The page of a connection arrives', (group) => {
  let target: PostgresServer
  if (needs(group, 'postgres')) {
    group.setup(async () => {
      target = await (await postgres()).createDatabase()
      await target.query(SHOP)
    })
  }
  group.each.timeout(90_000)
  group.each.setup(() => () => limiter.clear())

  test('with its tables and rows, read and audited once, and needs no script to show them', async ({
    assert,
    browser,
    browserContext,
  }) => {
    const visitor = await Visitor.known(browserContext)
    const id = await connectionTo(visitor.user, target)
    const reads = readsOf(visitor.page)
    await visitor.open(`/connections/${id}?schema=public&table=customers`)
    await visitor.page.getByText('8 tables').waitFor()
    await visitor.page.waitForLoadState('networkidle')
    assert.deepEqual(reads, [])
    assert.deepEqual(await trailOf(id), [
      'connection.list_tables success',
      'connection.preview success',
    ])
    assert.deepEqual(visitor.complaints, [])

    const scriptless = await browser.newContext({
      javaScriptEnabled: false,
      storageState: await browserContext.storageState(),
      baseURL: `http://127.0.0.1:${process.env.PORT}`,
    })
    const page = await scriptless.newPage()
    await page.goto(`/connections/${id}?schema=public&table=customers`)
    await page.getByRole('gridcell', { name: 'Ada' }).waitFor()
    await page.getByRole('treeitem', { name: /orders/ }).click()
    await page.waitForURL(/table=orders/)
    await page.getByRole('gridcell', { name: '9007199254740993' }).waitFor()
    await scriptless.close()
  })

  test('with why there are none, without asking a target again that refused', async ({
    assert,
    browserContext,
  }) => {
    const visitor = await Visitor.known(browserContext)
    const { page } = visitor
    const id = await connectionTo(visitor.user, { ...target, port: await closedPort() })
    const reads = readsOf(page)
    await visitor.open(`/connections/${id}`)
    await page.getByText('The tables could not be listed').waitFor()
    await page.waitForLoadState('networkidle')
    assert.deepEqual(reads, [])
    assert.deepEqual(await trailOf(id), ['connection.list_tables failure'])
    const answered = page.waitForResponse(/\/tables/)
    await visitor.button('Try again').click()
    await answered
    await page.getByText('The tables could not be listed').waitFor()
    assert.lengthOf(await trailOf(id), 2)
    assert.deepEqual(visitor.complaints, [])
  })

  test('at once when somebody clicks on it, and asks for its tables itself', async ({
    assert,
    browserContext,
  }) => {
    const visitor = await Visitor.known(browserContext)
    const { page } = visitor
    const id = await connectionTo(visitor.user, target)
    await visitor.open('/connections')
    const reads = readsOf(page)
    await page.getByRole('link', { name: 'Shop', exact: true }).click()
    await page.getByText('8 tables').waitFor()
    assert.lengthOf(reads, 1)
    assert.deepEqual(await trailOf(id), ['connection.list_tables success'])
    assert.deepEqual(visitor.complaints, [])
  })

  test('says that a table is gone', async ({ assert, browserContext }) => {
    const visitor = await Visitor.known(browserContext)
    const id = await connectionTo(visitor.user, target)
    await visitor.open(`/connections/${id}?schema=public&table=long_gone`)
    await visitor.page.getByText('This table is gone').waitFor()
    await visitor.page.getByRole('treeitem', { name: /customers/ }).click()
    await visitor.page.getByRole('gridcell', { name: 'Ada' }).waitFor()
    assert.deepEqual(visitor.complaints, [])
  })

  test('without them from a target that hangs, which the script then waits for', async ({
    assert,
    browserContext,
    cleanup,
  }) => {
    const hanging = await rogueServer(silent)
    cleanup(() => hanging.close())
    const visitor = await Visitor.signedIn(browserContext)
    const { page } = visitor
    const id = await connectionTo(visitor.user, { ...target, port: hanging.port })
    const asked = page.waitForRequest(/\/tables/)
    await visitor.open(`/connections/${id}`)
    await page.getByRole('status', { name: 'Loading tables' }).waitFor()
    await asked
    await visitor.assertAccessible(assert)

    // A target that was slow is left to the script at once.
    const before = await trailOf(id)
    await page.reload()
    await page.getByRole('status', { name: 'Loading tables' }).waitFor()
    const trail = await trailOf(id)
    assert.deepEqual(before[0], 'connection.list_tables failure')
    assert.isAtMost(trail.length, before.length + 1)
    assert.deepEqual(visitor.complaints, [])
  })

  test('without them for whoever has read as often as they may', async ({
    assert,
    browserContext,
  }) => {
    const visitor = await Visitor.known(browserContext)
    const { page, user } = visitor
    const id = await connectionTo(visitor.user, target)
    const store = limiter.use({ requests: 600, duration: '60 seconds' })
    await store.set(`reads:${user.tenantId}:${user.id}`, 600, '60 seconds')
    await visitor.open(`/connections/${id}`)
    await page.getByText('Too many requests.').waitFor()
    assert.deepEqual(await trailOf(id), [])
    assert.deepEqual(visitor.complaints, [])
  })
})
