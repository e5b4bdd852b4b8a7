import { readFile } from 'node:fs/promises'
import { DuckDBInstance } from '@duckdb/node-api'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import type { BrowserContext } from 'playwright'
import { UserFactory } from '#database/factories/user_factory'
import { Importer } from '#services/datasets/importer'
import type { ImportWorker } from '#services/datasets/import_worker'
import { asked, importDataset } from '#tests/browser/imported'
import { connectionTo } from '#tests/browser/explored'
import { Visitor } from '#tests/browser/visitor'
import { makeWorker } from '#tests/support/datasets'
import { endQueue } from '#tests/support/dataset_rows'
import { needs } from '#tests/support/servers/missing'
import { postgres, type PostgresServer } from '#tests/support/servers/postgres'

const ORIGIN = `http://127.0.0.1:${process.env.PORT}`
const ROWS = 3_000

const SHOP = `
  create table customers (id bigint primary key, name text);
  insert into customers values (1, 'Ada'), (2, 'Grace');
  create table orders (id bigint primary key, total numeric(10, 2), details jsonb, placed timestamptz);
  insert into orders select n, n / 7.0, '{"n": 1}', '2026-01-01'::timestamptz + n * interval '1 minute'
    from generate_series(1, ${ROWS}) n;
  create table odd_prices (id int, price numeric(10, 2));
  insert into odd_prices values (1, 2.5), (2, 'NaN');
  create schema reporting;
  create view reporting.slow as select generate_series(1, 100000000) as n, pg_sleep(0.01)::text as nothing;
  analyze;
`

test.group('Datasets', (group) => {
  let target: PostgresServer
  let worker: ImportWorker
  if (needs(group, 'postgres')) {
    group.setup(async () => {
      target = await (await postgres()).createDatabase()
      await target.query(SHOP)
      await endQueue()
      worker = await makeWorker(await app.container.make(Importer))
      worker.start()
      return () => worker.stop()
    })
  }
  group.each.timeout(120_000)

  /** Somebody who has connected the shop, and is about to choose its tables. */
  async function choosing(context: BrowserContext) {
    const visitor = await Visitor.signedIn(context)
    const id = await connectionTo(visitor.user, target)
    await visitor.open(`/datasets/new?connection=${id}`)
    const { page } = visitor
    const item = (name: string | RegExp) => page.getByRole('treeitem', { name })
    const tick = (name: string | RegExp) => item(name).locator('[data-box]').click()
    await item(/orders/).waitFor()
    return { visitor, page, item, tick, connectionId: id }
  }

  test('from a database that is not connected yet to a Parquet file with its rows', async ({
    assert,
    browserContext,
  }) => {
    const visitor = await Visitor.signedIn(browserContext)
    const { page } = visitor
    await visitor.open('/datasets')
    await page.getByRole('link', { name: 'New dataset' }).click()
    await visitor.button('Connect Database').click()
    await visitor.button('PostgreSQL').click()
    const { host, port, database, user, password } = target
    await visitor.fill({ Host: host, Port: port, Database: database })
    await visitor.fill({ Username: user, Password: password })
    await visitor.button('Test connection').click()
    await page.getByText('It works').waitFor()
    await visitor.button('Save connection').click()

    await page
      .getByRole('treeitem', { name: /orders/ })
      .locator('[data-box]')
      .click()
    await page.getByText(/1 table, ~3.0 K rows/).waitFor()
    await page
      .getByRole('treeitem', { name: /customers/ })
      .locator('[data-box]')
      .click()
    await visitor.field('Name of the dataset').fill('Shop 2026')
    await visitor.button('Import').click()

    await page.waitForURL(/\/datasets\/[0-9a-f-]{36}$/)
    await page.getByRole('button', { name: /^Ready public\.orders 3,000 rows/ }).click()
    await page.getByRole('gridcell', { name: '14.29' }).first().waitFor()
    assert.equal(await page.getByText('Some values are cut').count(), 0)
    const downloading = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Download orders as Parquet' }).click()
    const file = await (await downloading).path()
    assert.deepEqual(
      await inDuckdb(`select count(*), sum(id), sum(total) from read_parquet('${file}')`),
      [String(ROWS), '4501500', '643071.43']
    )
    const csv = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Download orders as CSV' }).click()
    const text = await readFile(await (await csv).path(), 'utf8')
    assert.lengthOf(text.trim().split('\n'), ROWS + 1)
    assert.deepEqual(visitor.complaints, [])
  })

  test('schemas are ticked as a whole, and a table by its columns, its rows and the keyboard', async ({
    assert,
    browserContext,
  }) => {
    const { visitor, page, item, tick } = await choosing(browserContext)
    await item('public').waitFor()
    await tick('public')
    assert.equal(await item(/orders/).getAttribute('aria-checked'), 'true')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Space')
    assert.equal(await item('public').getAttribute('aria-checked'), 'mixed')
    await tick('public')
    await tick('public')
    assert.equal(await item('public').getAttribute('aria-checked'), 'false')

    await item(/orders/).click()
    await page.getByRole('checkbox', { name: /^details/ }).uncheck()
    await page.getByText('3 of 4 columns').waitFor()
    await page.getByText('All rows').click()
    await visitor.button('Add a filter').click()
    await visitor.button('Import').click()
    await page
      .getByRole('alert')
      .getByText('A filter of orders lacks its column or value.')
      .waitFor()
    await page.getByRole('combobox', { name: 'Column of filter 1' }).click()
    await page.getByRole('option', { name: 'id', exact: true }).click()
    await page.getByRole('combobox', { name: 'Comparison of filter 1' }).click()
    await page.getByRole('option', { name: 'is at most', exact: true }).click()
    await visitor.field('Value of filter 1').fill('20')
    await visitor.assertAccessible(assert)
    await visitor.button('Import').click()

    await page.getByRole('button', { name: /^Ready public\.orders 20 rows/ }).waitFor()
    await page.getByRole('columnheader', { name: /placed/ }).waitFor()
    assert.equal(await page.getByRole('columnheader', { name: /details/ }).count(), 0)
    assert.deepEqual(visitor.complaints, [])
  })

  test('what was chosen is still there when the server refuses', async ({
    assert,
    browserContext,
  }) => {
    const { visitor, page, item, tick, connectionId } = await choosing(browserContext)
    await importDataset(visitor.user, connectionId, { name: 'Taken', tables: ['customers'] })
    await tick(/customers/)
    await visitor.field('Name of the dataset').fill('Taken')
    await visitor.button('Import').click()
    await page.getByText('Another dataset has this name.').waitFor()
    assert.equal(await item(/customers/).getAttribute('aria-checked'), 'true')
    await visitor.field('Name of the dataset').fill('Free')
    await visitor.button('Import').click()
    await page.waitForURL(/\/datasets\/[0-9a-f-]{36}$/)
  })

  test('an import goes on when its page is left, and is cancelled in the middle', async ({
    assert,
    browserContext,
  }) => {
    const { visitor, page, tick } = await choosing(browserContext)
    await tick(/slow/)
    await visitor.field('Name of the dataset').fill('Endless')
    await visitor.button('Import').click()
    const bar = page.getByRole('progressbar', { name: 'Progress of slow' })
    await bar.waitFor()
    await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link').click()
    await page
      .getByRole('row', { name: /Endless/ })
      .getByText('Importing')
      .waitFor()
    await page.getByRole('link', { name: 'Endless' }).click()
    await bar.waitFor()
    await visitor.button('Cancel import').click()
    await page.getByRole('button', { name: /^Cancelled reporting\.slow/ }).waitFor()
    await page.getByRole('status').getByText('The import was cancelled.').waitFor()
    await visitor.button('Retry 1 table').waitFor()
    assert.deepEqual(visitor.complaints, [])
  })

  test('a table that failed says why, and is imported with its column as text', async ({
    assert,
    browserContext,
  }) => {
    const { visitor, page, tick } = await choosing(browserContext)
    await tick(/odd_prices/)
    await visitor.button('Import').click()
    await page.getByRole('heading', { name: 'odd_prices was not imported' }).waitFor()
    await visitor.assertAccessible(assert)
    await visitor.button('Import price as text').click()
    await page.getByRole('gridcell', { name: 'NaN' }).waitFor()
    await page.getByRole('tab', { name: 'Columns' }).click()
    await page.getByRole('cell', { name: /Kept as text/ }).waitFor()
    assert.deepEqual(visitor.complaints, [])
  })

  test('a table that is back again is imported by trying again', async ({ browserContext }) => {
    const visitor = await Visitor.signedIn(browserContext)
    const connectionId = await connectionTo(visitor.user, target)
    const { page } = visitor
    const order = { name: 'Late', tables: ['late', 'customers'] }
    const id = await importDataset(visitor.user, connectionId, order)
    await visitor.open(`/datasets/${id}`)
    await page.getByRole('button', { name: /^Ready public\.customers/ }).waitFor()
    await target.query('create table late as select 7 as n')
    await visitor.button('Retry').click()
    await page.getByRole('button', { name: /^Ready public\.late 1 row/ }).waitFor()
  })

  test('a viewer looks at datasets and changes none of them', async ({
    assert,
    browserContext,
  }) => {
    const editor = await UserFactory.merge({ role: 'editor' }).create()
    const connectionId = await connectionTo(editor, target)
    const id = await importDataset(editor, connectionId, { name: 'Shared', tables: ['customers'] })
    const visitor = await Visitor.arrive(browserContext, 'viewer')
    await visitor.user.merge({ tenantId: editor.tenantId }).save()
    await visitor.signIn()
    const { page } = visitor
    await visitor.open('/datasets')
    assert.equal(await page.getByRole('link', { name: 'New dataset' }).count(), 0)
    await visitor.button('Actions for Shared').click()
    await page.getByRole('menuitem', { name: 'Open' }).waitFor()
    assert.equal(await page.getByRole('menuitem').count(), 1)
    await page.getByRole('menuitem', { name: 'Open' }).click()
    await page.waitForURL(`**/datasets/${id}`)
    await page.getByRole('gridcell', { name: 'Grace' }).waitFor()
    assert.equal(await visitor.button('Refresh').filter({ hasText: 'Refresh' }).count(), 1)
    assert.equal(await visitor.button('More actions').count(), 0)
    await visitor.open('/datasets/new')
    await page.getByRole('heading', { name: 'Only editors make datasets' }).waitFor()
    assert.deepEqual(visitor.complaints, [])
  })

  test('a refresh adds what is new by the column that was chosen, or reads all again', async ({
    assert,
    browserContext,
  }) => {
    const site = await (await postgres()).createDatabase()
    await site.query(`create table visits (id int primary key, page text);
      insert into visits values (1, '/'), (2, '/prices'), (3, '/');`)
    const visitor = await Visitor.known(browserContext)
    const { page } = visitor
    const visits = (rows: number) =>
      page.getByRole('button', { name: new RegExp(`^Ready public\\.visits ${rows} rows`) })
    const id = await connectionTo(visitor.user, site)
    await visitor.open(`/datasets/new?connection=${id}`)
    await page.getByRole('treeitem', { name: /visits/ }).click()
    await page.getByText('All rows', { exact: true }).click()
    await page.getByRole('combobox', { name: /add rows by/ }).click()
    await page.getByRole('option', { name: 'id', exact: true }).click()
    await visitor.assertAccessible(assert)
    await visitor.button('Import').click()
    await visits(3).waitFor()

    await site.query(`insert into visits values (4, '/new')`)
    // The rows that are shown have a button of that name as well.
    await page.locator('header').getByRole('button', { name: 'Refresh', exact: true }).click()
    await visits(4).waitFor()
    await site.query('delete from visits where id < 3')
    await visitor.button('More actions').click()
    await page.getByRole('menuitem', { name: 'Import all rows again' }).click()
    await visits(2).waitFor()
    assert.deepEqual(visitor.complaints, [])
  })

  test('the list finds, refreshes and deletes', async ({ assert, browserContext }) => {
    const visitor = await Visitor.signedIn(browserContext)
    const connectionId = await connectionTo(visitor.user, target)
    const { page } = visitor
    for (const name of ['Customers', 'Others']) {
      await importDataset(visitor.user, connectionId, { name, tables: ['customers'] })
    }
    await visitor.open('/datasets')
    const row = (name: string) => page.getByRole('row', { name: new RegExp(name) })
    await row('Others').getByText('Ready').waitFor()
    await page.getByRole('searchbox', { name: 'Search datasets' }).fill('custo')
    await row('Others').waitFor({ state: 'detached' })
    await page.waitForURL(/search=custo/)
    await visitor.button('Actions for Customers').click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await page.getByText(/“Customers” and its files go for good: 1 table with 2 rows/).waitFor()
    await visitor.assertAccessible(assert)
    await visitor.button('Delete dataset').click()
    await page.getByText('No dataset matches').waitFor()
    assert.deepEqual(visitor.complaints, [])
  })

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [1_280, 360]) {
      test(`keeps nobody out, in the ${colorScheme} at ${width} pixels`, async ({
        assert,
        browser,
      }) => {
        const viewport = { width, height: 800 }
        const context = await browser.newContext({ colorScheme, viewport, baseURL: ORIGIN })
        const { visitor, page, item, tick, connectionId } = await choosing(context)
        const look = async () => {
          const sideways = await page.evaluate<number>('document.documentElement.scrollWidth')
          assert.isAtMost(sideways, width, page.url())
          await visitor.assertAccessible(assert)
        }
        await tick(/orders/)
        await look()
        await item(/orders/).click()
        await page.getByText('4 of 4 columns').waitFor()
        await look()
        const order = { name: 'Both', tables: ['customers', 'odd_prices'] }
        const whole = await importDataset(visitor.user, connectionId, order)
        const id = await asked(visitor.user, connectionId, {
          name: 'Slow',
          tables: ['slow'],
          schema: 'reporting',
        })
        await visitor.open(`/datasets/${id}`)
        await page.getByRole('progressbar', { name: 'Progress of slow' }).waitFor()
        await look()
        await visitor.button('Cancel import').click()
        await page.getByRole('button', { name: /^Cancelled/ }).waitFor()
        await visitor.open('/datasets')
        await page.getByRole('row', { name: /Both/ }).waitFor()
        await look()
        await visitor.open(`/datasets/${whole}`)
        await page.getByRole('button', { name: /^Ready/ }).click()
        await page.getByRole('gridcell', { name: 'Grace' }).waitFor()
        await look()
        assert.deepEqual(visitor.complaints, [])
        await context.close()
      })
    }
  }
})

/** The first row, as text. */
async function inDuckdb(sql: string): Promise<string[]> {
  const instance = await DuckDBInstance.create()
  const connection = await instance.connect()
  const reader = await connection.runAndReadAll(sql)
  return reader.getRows()[0]?.map(String) ?? []
}
