import { test } from '@japa/runner'
import { mongodbShop } from '#tests/browser/mongodb_shop'
import { Visitor } from '#tests/browser/visitor'

const SCHEMES = ['light', 'dark'] as const
const ENGINES = ['MongoDB', 'Oracle', 'SQL Server', 'Snowflake']

test.group('Forms of every kind of engine', (group) => {
  group.each.timeout(60_000)

  for (const colorScheme of SCHEMES) {
    test(`keep nobody out with everything open, in the ${colorScheme}`, async ({
      assert,
      browser,
    }) => {
      const context = await browser.newContext({
        colorScheme,
        baseURL: `http://127.0.0.1:${process.env.PORT}`,
      })
      const visitor = await Visitor.signedIn(context)
      const { page } = visitor
      await visitor.button('Connect Database').click()
      for (const engine of ENGINES) {
        await visitor.button(engine).click()
        await page.getByRole('heading', { name: `Connect ${engine}` }).waitFor()
        await openEverything(visitor)
        await visitor.button('Test connection').click()
        await page.locator('[aria-invalid=true]').first().waitFor()
        await visitor.assertAccessible(assert)

        await visitor.button('Show a script for a read-only user').click()
        const dialog = page.getByRole('dialog', { name: `A read-only user for ${engine}` })
        await dialog.getByText('varlor_reader', { exact: false }).first().waitFor()
        await visitor.assertAccessible(assert)
        await page.keyboard.press('Escape')
        await dialog.waitFor({ state: 'detached' })
        await visitor.button('Engines').click()
      }
      assert.deepEqual(visitor.complaints, [])
      await context.close()
    })
  }

  test('what is folded says what it holds', async ({ assert, browserContext }) => {
    const visitor = await Visitor.signedIn(browserContext)
    const { page } = visitor
    const summaryOf = (name: RegExp) => visitor.button(name).innerText()
    await visitor.button('Connect Database').click()
    await visitor.button('MongoDB').click()
    assert.include(await summaryOf(/^Advanced/), 'Authentication database, replica set')
    assert.include(await summaryOf(/^SSH tunnel/), 'Off')

    await visitor.button(/^Advanced/).click()
    await visitor.fill({ 'Replica set': 'rs0' })
    await visitor.button(/^SSH tunnel/).click()
    await page.getByRole('switch', { name: 'Connect through an SSH server' }).focus()
    await page.keyboard.press('Space')
    await visitor.fill({ 'SSH host': 'bastion.example.com', 'SSH password': 'not to be shown' })
    assert.include(await summaryOf(/^Advanced/), 'Replica set: rs0')
    const tunnel = await summaryOf(/^SSH tunnel/)
    assert.include(tunnel, 'On · SSH host: bastion.example.com')
    assert.include(tunnel, 'SSH password')
    assert.notInclude(tunnel, 'not to be shown')
  })

  test('a name is suggested from whatever says what and where', async ({
    assert,
    browserContext,
  }) => {
    const visitor = await Visitor.signedIn(browserContext)
    const suggested = async (engine: string, values: Record<string, string>) => {
      await visitor.button(engine).click()
      await visitor.fill(values)
      const name = await visitor.field('Name').inputValue()
      await visitor.button('Engines').click()
      return name
    }
    await visitor.button('Connect Database').click()
    const host = 'db.example.com'
    assert.deepEqual(
      [
        await suggested('Oracle', { 'Host': host, 'Service name': 'SALES' }),
        await suggested('Oracle', { Host: host, SID: 'ORCL' }),
        await suggested('Snowflake', { Account: 'acme-prod', Database: 'SALES' }),
        await suggested('MongoDB', { Host: 'a.example.com, b.example.com:27018' }),
      ],
      ['SALES on db.example.com', 'ORCL on db.example.com', 'SALES on acme-prod', 'a.example.com']
    )
  })

  test('servers that are found by DNS have no port to fill in', async ({
    assert,
    browserContext,
  }) => {
    const visitor = await Visitor.signedIn(browserContext)
    const { page } = visitor
    await visitor.button('Connect Database').click()
    await visitor.button('MongoDB').click()
    assert.equal(await visitor.field('Port').inputValue(), '27017')
    await page.getByRole('switch', { name: /mongodb\+srv/ }).focus()
    await page.keyboard.press('Space')
    await visitor.field('Port').waitFor({ state: 'detached' })
  })

  test('columns that were inferred say so, and how often each is there', async ({
    assert,
    browserContext,
  }) => {
    const shop = await mongodbShop()
    const visitor = await Visitor.signedIn(browserContext)
    const { page } = visitor
    await visitor.button('Connect Database').click()
    await visitor.button('MongoDB').click()
    await visitor.fill({
      Host: shop.host,
      Port: shop.port,
      Database: shop.database,
      Username: shop.user,
      Password: shop.password,
    })
    await visitor.button('Test connection').click()
    await page.getByText('It works').waitFor()
    await page.getByText('This user may do anything on the server.').waitFor()
    await visitor.button('Save connection').click()
    await page.getByRole('treeitem', { name: /orders/ }).click()
    await page.getByText('The first 10 rows.').waitFor()
    await page.getByRole('columnheader', { name: 'note string · in 25 %' }).waitFor()
    await visitor.assertAccessible(assert)
    await page.getByRole('tab', { name: 'Structure' }).click()
    await page.getByText('Inferred from a sample of the documents.').waitFor()
    await page.getByRole('row', { name: /^total decimal 100 % No$/ }).waitFor()
    await page.getByRole('row', { name: /^note string 25 % Yes$/ }).waitFor()
    await page.getByRole('row', { name: /^customer object\{name: string, address: / }).waitFor()
    assert.equal(await page.getByRole('columnheader', { name: 'Default' }).count(), 0)
    await visitor.assertAccessible(assert)
    assert.deepEqual(visitor.complaints, [])
  })
})

/** Every group and every field that a choice leads to. */
async function openEverything({ page }: Visitor) {
  for (const name of [/^Security/, /^SSH tunnel/, /^Advanced/]) {
    const fold = page.getByRole('button', { name })
    if ((await fold.count()) > 0) await fold.click()
  }
  const tunnel = page.getByRole('switch', { name: 'Connect through an SSH server' })
  if ((await tunnel.count()) > 0) {
    await tunnel.focus()
    await page.keyboard.press('Space')
  }
  const tls = page.getByRole('combobox', { name: 'TLS', exact: true })
  if ((await tls.count()) > 0) {
    await tls.click()
    await page.getByRole('option', { name: /^Verify host/ }).click()
  }
}
