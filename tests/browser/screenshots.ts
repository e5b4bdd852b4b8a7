import { mkdir } from 'node:fs/promises'
import { DateTime } from 'luxon'
import type { Browser, Page } from 'playwright'
import app from '@adonisjs/core/services/app'
import { UserFactory, PASSWORD } from '#database/factories/user_factory'
import DatabaseConnection from '#models/database_connection'
import type User from '#models/user'
import { ConnectionService } from '#services/connection_service'
import { launchChromium } from '#tests/support/servers/chromium'
import { postgres, type PostgresServer } from '#tests/support/servers/postgres'

const SCHEMES = ['light', 'dark'] as const

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
  { name: 'Field notes', type: 'sqlite', file: 'field-notes.sqlite', tags: [], minutes: null },
]

/** Takes the pictures of the README from a server with believable data, light and dark, into `folder`. */
export async function takeScreenshots(origin: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  const target = await shopDatabase()
  const browser = await launchChromium()
  try {
    for (const scheme of SCHEMES) {
      const user = await UserFactory.merge({ fullName: 'Ada Lovelace' }).create()
      await saveTeam(user)
      await tour(await signedIn(browser, origin, scheme, user), target, (page, name) =>
        page.screenshot({ path: `${folder}/${name}-${scheme}.png`, animations: 'disabled' })
      )
    }
  } finally {
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
  const actor = { tenantId, userId, email, role, ip: null, requestId: null }
  for (const { name, type = 'postgresql', at, file, tags, minutes, error } of TEAM) {
    const server = { host: at, database: 'sales', username: 'analyst' }
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

async function signedIn(
  browser: Browser,
  baseURL: string,
  colorScheme: (typeof SCHEMES)[number],
  user: User
): Promise<Page> {
  const viewport = { width: 1280, height: 800 }
  const context = await browser.newContext({
    baseURL,
    colorScheme,
    viewport,
    deviceScaleFactor: 1.5,
  })
  const page = await context.newPage()
  await page.goto('/sign-in')
  await page.getByLabel('Email').fill(user.email)
  await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL('**/connections')
  await page.goto('/connections', { waitUntil: 'networkidle' })
  return page
}

async function tour(
  page: Page,
  target: PostgresServer,
  take: (page: Page, name: string) => Promise<unknown>
) {
  const button = (name: string | RegExp) => page.getByRole('button', { name })
  await page.getByRole('link', { name: 'Billing' }).waitFor()
  await take(page, 'connections')

  await page.goto('/datasets/new', { waitUntil: 'networkidle' })
  await button('Connect Database').click()
  await button('PostgreSQL').waitFor()
  await take(page, 'engines')

  await button('PostgreSQL').click()
  await page.getByLabel('Host').fill(target.host)
  await page.getByLabel('Port').fill(String(target.port))
  await page.getByLabel('Database', { exact: true }).fill(target.database)
  await page.getByLabel('Username').fill(target.user)
  await page.getByRole('textbox', { name: 'Password' }).fill('a wrong one')
  await button('Test connection').click()
  await page.getByText('Copy for your DBA').waitFor()
  await take(page, 'test-failed')

  await page.getByRole('textbox', { name: 'Password' }).fill(target.password)
  await button('Test connection').click()
  await page.getByText('It works').waitFor()
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Web shop')
  await take(page, 'test-passed')

  await button('Save connection').click()
  await page.getByRole('link', { name: 'Explore tables' }).click()
  await button(/^Table orders/).click()
  await page.getByRole('cell').first().waitFor()
  await take(page, 'explore')
}
