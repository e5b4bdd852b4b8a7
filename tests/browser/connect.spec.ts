import { test } from '@japa/runner'
import { postgres, type PostgresServer } from '#tests/support/servers/postgres'
import { needs } from '#tests/support/servers/missing'
import { Visitor } from '#tests/browser/visitor'

test.group('Connecting a database', (group) => {
  let target: PostgresServer
  if (needs(group, 'postgres')) {
    group.setup(async () => {
      target = await (await postgres()).createDatabase()
      await target.query(`
        create table customers (id bigint primary key, name text);
        create table orders (
          id bigint primary key, customer_id bigint not null references customers (id),
          total numeric(12,2), details jsonb, note text
        );
        insert into customers values (1, 'Ada');
        insert into orders values
          (9007199254740993, 1, 12.50, '{"sku": "A-1", "count": 12345678901234567890}', null),
          (2, 1, 0.10, null, repeat('long ', 100));
        analyze;
      `)
    })
  }

  const address = () => ({
    Host: target.host,
    Port: target.port,
    Database: target.database,
    Username: target.user,
  })

  test('from the dataset page to the rows of a table, past a wrong password', async ({
    assert,
    browserContext,
  }) => {
    const visitor = await Visitor.known(browserContext)
    const { page } = visitor
    await visitor.open('/datasets/new')
    await visitor.button('Connect Database').click()
    await visitor.button('PostgreSQL').click()
    await visitor.fill({ ...address(), Password: 'wrong' })
    await visitor.button('Test connection').click()

    await page.getByText('Copy for your DBA').waitFor()
    await visitor.focusReaches('[name$=password]')
    assert.equal(await visitor.field('Password').getAttribute('aria-invalid'), 'true')
    assert.include(await page.locator('[data-status=failed]').innerText(), 'Sign in')
    await visitor.assertAccessible(assert)

    await visitor.field('Password').fill(target.password)
    await page.getByText('Before your last change').waitFor()
    await visitor.assertAccessible(assert)
    await visitor.button('Test connection').click()
    await page.getByText('It works').waitFor()
    assert.equal(await page.locator('li[data-status=passed]').count(), 6)
    await visitor.button('Save connection').click()

    await page.getByRole('region', { name: 'Chosen connection' }).getByText('Passed').waitFor()
    await page.getByRole('link', { name: 'Explore tables' }).click()
    await page.waitForURL(/\/connections\/[0-9a-f-]{36}$/)
    await page.getByRole('treeitem', { name: /orders/ }).click()
    await page.waitForURL(/table=orders/)

    await page.getByRole('gridcell', { name: '9007199254740993' }).waitFor()
    await page.getByRole('gridcell', { name: '12.50' }).waitFor()
    await page.getByRole('gridcell', { name: 'NULL' }).first().waitFor()
    await page.getByText('JSON', { exact: true }).click()
    const detail = page.getByRole('complementary', { name: 'Value of details' })
    await detail.getByText('12345678901234567890').waitFor()
    await visitor.button('Count exactly').click()
    await page.getByText('All 2 rows.').waitFor()
    await page.getByRole('tab', { name: 'Structure' }).click()
    await page.getByRole('cell', { name: 'customers.id' }).waitFor()
    await visitor.assertAccessible(assert)
    assert.deepEqual(visitor.complaints, [])
  })

  test('a pasted URL fills the form, and can be taken back', async ({ assert, browserContext }) => {
    const visitor = await Visitor.signedIn(browserContext)
    await visitor.button('Connect Database').click()
    await visitor.button('PostgreSQL').click()
    await visitor.field('Host').focus()
    await visitor.paste(
      'postgres://ada%40team:p%3Ass@db.example.com:6543/sales?sslmode=verify-full&connect_timeout=3'
    )

    await visitor.page.getByText('Not used: connect_timeout.').waitFor()
    assert.equal(await visitor.field('Host').inputValue(), 'db.example.com')
    assert.equal(await visitor.field('Port').inputValue(), '6543')
    assert.equal(await visitor.field('Username').inputValue(), 'ada@team')
    assert.equal(await visitor.field('Password').inputValue(), 'p:ss')
    assert.equal(await visitor.field('Name').inputValue(), 'sales on db.example.com')
    await visitor.button('Undo').click()
    assert.equal(await visitor.field('Host').inputValue(), '')
    assert.equal(await visitor.field('Port').inputValue(), '5432')
  })

  test('JDBC and ADO strings fill the form too, wherever they are pasted', async ({
    assert,
    browserContext,
  }) => {
    const visitor = await Visitor.signedIn(browserContext)
    const { page } = visitor
    await visitor.button('Connect Database').click()
    await visitor.button('SQL Server').click()
    await visitor.field('Host').focus()
    await visitor.paste(
      'Server=tcp:db.example.com,1444;Database=sales;User Id=ada;Password="a;b";Encrypt=True'
    )
    await page.getByText('Filled from the connection string').waitFor()
    assert.equal(await visitor.field('Host').inputValue(), 'db.example.com')
    assert.equal(await visitor.field('Port').inputValue(), '1444')
    assert.equal(await visitor.field('Password').inputValue(), 'a;b')

    await visitor.field('Password').focus()
    await visitor.paste('jdbc:oracle:thin:@h.example.com:1521:ORCL')
    await page.getByText('This connection string is for Oracle').waitFor()
    assert.equal(await visitor.field('Host').inputValue(), 'db.example.com')
    await visitor.button('Use Oracle').click()
    await page.getByText('Still needed: Username.').waitFor()
    assert.equal(await visitor.field('SID').inputValue(), 'ORCL')
    await visitor.field('Service name').fill('also')
    await visitor.button('Test connection').click()
    await page.getByText('Enter only one of service name and SID.').waitFor()

    await visitor.field('Host').focus()
    await visitor.paste(`psql 'postgres://ada:secret@other.example.com/sales'`)
    await page.getByText('This connection string is for PostgreSQL').waitFor()
    assert.deepEqual(visitor.complaints, [])
  })

  test('a string pasted where engines are chosen chooses one', async ({
    assert,
    browserContext,
  }) => {
    const visitor = await Visitor.signedIn(browserContext)
    const { page } = visitor
    await visitor.button('Connect Database').click()
    await visitor.focusReaches('[aria-label="Filter engines"]')
    await visitor.paste('mongodb+srv://ada:p%40ss@cluster0.example.net/sales')
    await page.getByRole('heading', { name: 'Connect MongoDB' }).waitFor()
    await page.getByText('Filled from the connection string').waitFor()
    assert.equal(await visitor.field('Host').inputValue(), 'cluster0.example.net')
    assert.equal(await visitor.field('Password').inputValue(), 'p@ss')
    assert.isTrue(
      await page.getByRole('switch', { name: 'Find the servers by DNS (mongodb+srv)' }).isChecked()
    )
    assert.deepEqual(visitor.complaints, [])
  })

  test('what only looks like a connection string is pasted, and a password stays one', async ({
    assert,
    browserContext,
  }) => {
    const visitor = await Visitor.signedIn(browserContext)
    await visitor.button('Connect Database').click()
    await visitor.button('PostgreSQL').click()
    await visitor.field('Host').focus()
    await visitor.paste('https://db.example.com/admin')
    await visitor.page.getByText('No engine understands this').waitFor()
    assert.equal(await visitor.field('Host').inputValue(), 'https://db.example.com/admin')

    const asked: string[] = []
    visitor.page.on('request', (request) => asked.push(request.url()))
    await visitor.field('Password').focus()
    await visitor.paste('ab/c@d:1521/e;host=f')
    assert.deepEqual(
      asked.filter((url) => url.includes('/connectors/urls')),
      []
    )
  })

  test('a user who could write is told how to get one who could not', async ({
    assert,
    browserContext,
  }) => {
    const visitor = await Visitor.signedIn(browserContext)
    const { page } = visitor
    await visitor.button('Connect Database').click()
    await visitor.button('PostgreSQL').click()
    await visitor.fill({ ...address(), Password: target.password })
    await visitor.button('Test connection').click()
    await page.getByText('This user may do anything on the server.').waitFor()
    const panel = page.getByRole('complementary', { name: 'Connection test' })
    await panel.getByRole('button', { name: 'Show a script for a read-only user' }).click()
    const dialog = page.getByRole('dialog', { name: 'A read-only user for PostgreSQL' })
    await dialog.getByRole('textbox', { name: 'Name of the user' }).fill('ana"lyst')
    await dialog.getByText('CREATE ROLE "ana""lyst"').waitFor()
    assert.include(await dialog.locator('pre').innerText(), `DATABASE "${target.database}"`)
    await visitor.assertAccessible(assert)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    assert.equal(await visitor.field('Host').inputValue(), target.host)
    assert.deepEqual(visitor.complaints, [])
  })

  test('an untested connection is saved only after a question', async ({
    assert,
    browserContext,
  }) => {
    const visitor = await Visitor.signedIn(browserContext)
    const { page } = visitor
    await visitor.button('Connect Database').click()
    await visitor.button('PostgreSQL').click()
    await visitor.button('Save connection').click()
    await page.getByText('Enter the host.').waitFor()
    await visitor.fill({ ...address(), Name: 'Later', Password: 'whatever' })
    await visitor.button('Save connection').click()
    await page.getByText('Save without a passed test?').waitFor()
    await visitor.button('Go back').click()
    await visitor.button('Save connection').click()
    await visitor.button('Save anyway').click()
    await page.getByRole('row', { name: /Later/ }).getByText('Not tested yet').waitFor()
    assert.deepEqual(visitor.complaints, [])
  })

  test('every engine is shown and can be chosen', async ({ assert, browserContext }) => {
    const visitor = await Visitor.signedIn(browserContext)
    await visitor.button('Connect Database').click()
    await visitor.button('PostgreSQL').waitFor()
    const tiles = visitor.page.getByRole('dialog').getByRole('listitem').getByRole('button')
    assert.equal(await tiles.count(), 7)
    for (const tile of await tiles.all()) assert.isTrue(await tile.isEnabled())
    await visitor.assertAccessible(assert)
  })
})
