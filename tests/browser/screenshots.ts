import { mkdir } from 'node:fs/promises'
import { DateTime } from 'luxon'
import type { Browser, Page } from 'playwright'
import app from '@adonisjs/core/services/app'
import { UserFactory, PASSWORD } from '#database/factories/user_factory'
import DatabaseConnection from '#models/database_connection'
import type User from '#models/user'
import { ConnectionService } from '#services/connection_service'
import { Importer } from '#services/datasets/importer'
import { importDataset } from '#tests/browser/imported'
import { mongodbShop } from '#tests/browser/mongodb_shop'
import { makeWorker } from '#tests/support/datasets'
import { launchChromium } from '#tests/support/servers/chromium'
import { postgres, type PostgresServer } from '#tests/support/servers/postgres'

const SCHEMES = ['light', 'dark'] as const

/** Of a screen, in CSS pixels, and what its pictures' names end in. */
const SCREENS = [
  { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1.5, suffix: '' },
  { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, suffix: '-phone' },
] as const
type Screen = (typeof SCREENS)[number]

/** What the pictures show: a shop's database, and connections that a team may have. */
const SHOP = `
  create table customers (
    id bigint generated always as identity primary key, email text not null unique,
    name text not null, joined_at timestamptz not null
  );
  create table orders (
    id bigint generated always as identity primary key,
    customer_id bigint not null references customers (id), status text not null default 'open',
    total numeric(12,2) not null, details jsonb, note text, placed_at timestamptz not null
  );
  create table order_events (order_id bigint not null references orders (id), kind text, at timestamptz);
  create table products (sku text primary key, title text not null, price numeric(10,2) not null);
  create table refunds (order_id bigint primary key references orders (id), amount numeric(12,2));
  insert into customers (email, name, joined_at)
    select 'customer' || i || '@example.com', 'Customer ' || i, timestamptz '2024-01-01' + i * interval '1 hour'
    from generate_series(1, 4000) i;
  insert into orders (customer_id, status, total, details, note, placed_at)
    select 1 + i % 4000, (array['paid', 'open', 'shipped', 'refunded'])[1 + i % 4], 12 + (i * 37 % 40000) / 100.0,
      case when i % 3 > 0 then jsonb_build_object('channel', (array['web', 'app'])[1 + i % 2], 'items', i % 5 + 1) end,
      case when i % 4 = 0 then 'Please leave the parcel with the neighbours if nobody opens the door.' end,
      timestamptz '2026-01-01' + i * interval '3 minutes'
    from generate_series(1, 120000) i;
  insert into order_events select id, 'placed', placed_at from orders;
  insert into products select 'SKU-' || i, 'Product ' || i, i + 0.99 from generate_series(1, 240) i;
  create table archive as select i as id, md5(i::text) as reference, i % 4000 as customer_id,
    timestamptz '2020-01-01' + i * interval '40 seconds' as at from generate_series(1, 4000000) i;
  create schema reporting;
  create materialized view reporting.daily_revenue as
    select placed_at::date as day, sum(total) as revenue from orders group by 1;
  create view reporting.open_orders as select * from orders where status = 'open';
  create role analyst login password 'reads-only';
  grant usage on schema public, reporting to analyst;
  grant select on all tables in schema public, reporting to analyst;
  analyze;
`

const TEAM = [
  { name: 'Sales warehouse', at: 'sales-replica.example.com', tags: ['finance'], minutes: 4 },
  { name: 'Billing', at: 'billing.example.com', tags: ['finance', 'monthly'], minutes: 52 },
  {
    name: 'Events archive',
    type: 'mongodb',
    at: 'events-archive.internal.example.com',
    tags: ['archive'],
    minutes: 190,
  },
  {
    name: 'Support desk',
    type: 'mysql',
    at: 'tickets.example.com',
    tags: ['support'],
    minutes: 11,
    error: 'Wrong password for analyst on tickets.example.com.',
  },
  {
    name: 'Data warehouse',
    type: 'snowflake',
    account: 'acme-prod',
    tags: ['finance'],
    minutes: 18,
  },
  { name: 'Field notes', type: 'sqlite', file: 'field-notes.sqlite', tags: [], minutes: null },
]

/** Takes the pictures of the README from a server with believable data, light and dark, wide and narrow. */
export async function takeScreenshots(origin: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  const target = await shopDatabase()
  const browser = await launchChromium()
  const worker = await makeWorker(await app.container.make(Importer))
  worker.start()
  try {
    for (const scheme of SCHEMES) {
      for (const screen of SCREENS) {
        const domain = `${scheme}${screen.suffix}.example.com`
        const ada = { fullName: 'Ada Lovelace', email: `ada@${domain}`, role: 'admin' as const }
        const user = await UserFactory.merge(ada).create()
        await saveTeam(user)
        await inviteColleagues(user, domain)
        const page = await signIn(browser, origin, { scheme, screen })
        const take = async (name: string) => {
          await page.mouse.move(0, 0)
          await page.screenshot({
            path: `${folder}/${name}-${scheme}${screen.suffix}.png`,
            animations: 'disabled',
          })
        }
        await take('sign-in')
        await enter(page, user)
        await tour(page, target, take, user)
        await tourOfDocuments(page, await mongodbShop(), take)
        await tourOfAdministration(page, take)
        await page.context().close()
      }
    }
  } finally {
    await worker.stop()
    await browser.close()
  }
}

/** As the analyst sees it, who may read and nothing else. */
async function shopDatabase(): Promise<PostgresServer> {
  const server = await postgres()
  const shop = await server.createDatabase()
  await shop.query(SHOP)
  await server.query(`alter database ${shop.database} rename to shop`)
  const analyst = { user: 'analyst', password: 'reads-only' }
  return { ...shop, ...analyst, host: 'localhost', database: 'shop' }
}

/** Saved like anybody would; how their tests went is written beside, for their hosts do not exist. */
async function saveTeam(user: User) {
  const { id: userId, tenantId, email, role } = user
  const service = await app.container.make(ConnectionService)
  const actor = { tenantId, userId, email, role, isProgram: false, ip: null, requestId: null }
  for (const { name, type = 'postgresql', at, account, file, tags, minutes, error } of TEAM) {
    const place = account ? { account } : { host: at }
    const server = { ...place, database: 'sales', username: 'analyst' }
    const { id } = await service.create(actor, {
      name,
      type,
      config: file ? { file } : server,
      ...(file ? {} : { credentials: { password: 'not shown' } }),
      tags,
    })
    if (minutes === null) continue
    const row = await DatabaseConnection.findOrFail(id)
    row.lastTestStatus = error ? 'failed' : 'passed'
    row.lastTestError = error ?? null
    row.lastTestedAt = DateTime.now().minus({ minutes })
    await row.save()
  }
}

/** A team is more than one. */
async function inviteColleagues({ tenantId }: User, domain: string) {
  const team = [
    { fullName: 'Grace Hopper', email: `grace@${domain}`, role: 'editor' as const },
    { fullName: 'Alan Turing', email: `alan@${domain}`, role: 'viewer' as const },
  ]
  for (const one of team) await UserFactory.merge({ ...one, tenantId }).create()
}

async function signIn(
  browser: Browser,
  baseURL: string,
  { scheme, screen }: { scheme: (typeof SCHEMES)[number]; screen: Screen }
): Promise<Page> {
  const { viewport, deviceScaleFactor } = screen
  const colorScheme = scheme
  const context = await browser.newContext({ baseURL, colorScheme, viewport, deviceScaleFactor })
  const page = await context.newPage()
  await page.goto('/sign-in', { waitUntil: 'networkidle' })
  return page
}

async function enter(page: Page, user: User): Promise<void> {
  await page.getByLabel('Email').fill(user.email)
  await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL('**/connections')
  await page.goto('/connections', { waitUntil: 'networkidle' })
}

type Take = (name: string) => Promise<unknown>

interface Target {
  host: string
  port: number
  database: string
  user: string
}

async function tour(page: Page, target: PostgresServer, take: Take, user: User) {
  const button = (name: string | RegExp) => page.getByRole('button', { name })
  const password = page.getByRole('textbox', { name: 'Password', exact: true })
  await page.getByRole('link', { name: 'Billing' }).waitFor()
  await take('connections')
  await takePalette(page, take)

  await page.goto('/datasets/new', { waitUntil: 'networkidle' })
  await button('Connect Database').click()
  await button('PostgreSQL').waitFor()
  await take('engines')

  await button('PostgreSQL').click()
  await fillIn(page, target)
  await password.fill('a wrong one')
  await button('Test connection').click()
  await page.getByText('Copy for your DBA').scrollIntoViewIfNeeded()
  await take('test-failed')

  await password.fill(target.password)
  await takeCertificate(page, take)
  await page.getByText('It works').waitFor()
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Web shop')
  await page.getByText('It works').scrollIntoViewIfNeeded()
  await take('test-passed')

  await button('Save connection').click()
  await takeImport(page, take, user)
  await page.getByRole('link', { name: 'Web shop' }).click()
  await page.getByRole('treeitem', { name: /^Table orders/ }).click()
  await page.getByRole('gridcell').first().waitFor()
  await take('preview')
  await page.getByRole('tab', { name: 'Structure' }).click()
  await take('explore')
}

/** Tables are ticked and imported; `archive` is large enough to be seen on its way. */
async function takeImport(page: Page, take: Take, user: User) {
  const item = (name: RegExp) => page.getByRole('treeitem', { name })
  for (const name of [/Table archive/, /Table customers/, /Table orders/, /Table products/]) {
    await item(name).locator('[data-box]').click()
  }
  await item(/Table orders/).click()
  await page.getByText('7 of 7 columns').waitFor()
  await take('import-tables')
  const back = page.getByRole('button', { name: 'Back to the tables' })
  if (await back.isVisible()) await back.click()
  await page.getByRole('textbox', { name: 'Name of the dataset' }).fill('Shop, this quarter')
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await page
    .getByText(/rows\/s/)
    .first()
    .waitFor()
  await take('import-progress')
  for (const name of ['archive', 'products']) {
    const ready = page.getByRole('button', { name: new RegExp(`^Ready public\\.${name}`) })
    await ready.waitFor({ timeout: 120_000 })
  }
  await page.getByRole('button', { name: /^Ready public\.orders/ }).click()
  await page.getByRole('gridcell', { name: 'shipped' }).first().waitFor()
  await take('dataset')
  await importMore(user)
  await page.goto('/datasets', { waitUntil: 'networkidle' })
  await take('datasets')
  await page.getByRole('link', { name: 'Shop, this quarter' }).click()
  await page.getByRole('link', { name: 'Web shop' }).waitFor()
}

/** So that the list has more than one. */
async function importMore(user: User) {
  const { tenantId } = user
  const shop = await DatabaseConnection.query().where({ tenantId, name: 'Web shop' }).firstOrFail()
  for (const [name, tables] of [
    ['Customers, monthly', ['customers']],
    ['Prices and refunds', ['products', 'refunds']],
    ['Order events', ['orders', 'order_events']],
  ] as const) {
    await importDataset(user, shop.id, { name, tables: [...tables] })
  }
}

async function takePalette(page: Page, take: Take) {
  await page.keyboard.press('Control+k')
  const search = page.getByRole('combobox', { name: 'Search and commands' })
  await search.fill('da')
  await page.getByRole('option', { name: /Data warehouse/ }).waitFor()
  await take('palette')
  await page.keyboard.press('Escape')
  await search.waitFor({ state: 'detached' })
}

/** What only administrators see. */
async function tourOfAdministration(page: Page, take: Take) {
  for (const [name, path] of [
    ['audit', '/audit'],
    ['members', '/settings/members'],
  ] as const) {
    await page.goto(path, { waitUntil: 'networkidle' })
    await page.getByRole('heading', { level: 1 }).waitFor()
    await take(name)
  }
}

/** Asks more of the certificate than that there is one, looks at it, and approves it. */
async function takeCertificate(page: Page, take: Take) {
  const security = page.getByRole('button', { name: /^Security/ })
  await security.click()
  await page.getByRole('combobox', { name: 'TLS', exact: true }).click()
  await page.getByRole('option', { name: /^Verify host/ }).click()
  await page.getByRole('button', { name: 'Test connection' }).click()
  const approve = page.getByRole('button', { name: 'Approve this certificate' })
  await approve.scrollIntoViewIfNeeded()
  await take('certificate')
  await approve.click()
  await security.click()
}

async function tourOfDocuments(page: Page, target: Target & { password: string }, take: Take) {
  await page.goto('/connections', { waitUntil: 'networkidle' })
  await page.getByRole('button', { name: 'Connect Database' }).click()
  await page.getByRole('button', { name: 'MongoDB' }).click()
  await fillIn(page, target)
  await page.getByRole('textbox', { name: 'Password', exact: true }).fill(target.password)
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Web shop, documents')
  await page.getByRole('button', { name: 'Test connection' }).click()
  await page.getByText('It works').waitFor()
  await page.getByRole('button', { name: 'Save connection' }).click()
  await page.getByRole('treeitem', { name: /orders/ }).click()
  await page.getByRole('tab', { name: 'Structure' }).click()
  await page.getByText('Inferred from a sample').waitFor()
  await take('documents')
}

async function fillIn(page: Page, { host, port, database, user }: Target) {
  const values = { Host: host, Port: String(port), Database: database, Username: user }
  for (const [name, value] of Object.entries(values)) {
    await page.getByRole('textbox', { name, exact: true }).fill(value)
  }
}
