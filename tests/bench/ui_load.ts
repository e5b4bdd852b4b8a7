/**
 * `npm run bench -- ui_load`: how the pages of the production build come up in Chromium, on this machine and without
 * anything kept from before. Medians; the bytes are what crosses the wire. Figures are printed, never asserted.
 */
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Browser, Page } from 'playwright'
import { sqlite } from '#connectors/sqlite/engine'
import { median, print } from '#tests/bench/measure'
import { measurePages, pageFigures } from '#tests/browser/page_figures'
import { type NewAdmin, Product } from '#tests/support/product'
import { launchChromium } from '#tests/support/servers/chromium'

const ROUNDS = 5
const CONNECTIONS = 60

interface Load {
  firstPaint: number
  largestPaint: number
  layoutShift: number
  /** Bytes over the wire before anything was pressed. */
  scripts: number
  styles: number
  complaints: string[]
}

/** What the console said, by page. */
const heard: string[] = []

const product = await Product.start({ environment: { EGRESS_ALLOW: 'loopback' } })
const browser = await launchChromium()
try {
  const admin = await product.newTenant('Pages')
  const { connectionId, datasetId } = await fill(admin)
  const rows = [['page', 'FCP, ms', 'LCP, ms', 'JS, kB', 'CSS, kB', 'layout shift', 'complaints']]
  rows.push(row('sign-in', await rounds('/sign-in', null)))
  for (const [name, path] of [
    ['list', '/connections'],
    ['explore', `/connections/${connectionId}?table=customers`],
    ['datasets', '/datasets'],
    ['dataset', `/datasets/${datasetId}`],
    ['new dataset', '/datasets/new'],
    ['audit', '/audit'],
    ['members', '/settings/members'],
  ] as const) {
    rows.push(row(name, await rounds(path, admin)))
  }
  print(rows)
  const complaints = [...new Set(heard)]
  if (complaints.length > 0) process.stdout.write(`${complaints.join('\n')}\n`)
} finally {
  await browser.close()
  await product.stop()
}

/** Saves connections that are never reached, and one to a shop of its own, of which a dataset is asked for. */
async function fill(admin: NewAdmin) {
  const call = await product.callAs(admin)
  for (let one = 1; one < CONNECTIONS; one++) {
    await call('POST', '/connectors', {
      name: `Connection ${one}`,
      type: 'postgresql',
      config: { host: '127.0.0.1', port: 9, database: 'sales', username: 'ada' },
      credentials: { password: 'not shown' },
      tags: ['finance'],
    })
  }
  await sqlite.sample?.create(join(filesOfTheTenant(), 'shop.sqlite'))
  const config = { file: 'shop.sqlite' }
  const shop = await call<{ id: string }>('POST', '/connectors', {
    ...{ name: 'Shop', type: 'sqlite', config },
  })
  const { id: datasetId } = await call<{ id: string }>('POST', '/datasets', {
    ...{ name: 'Shop', connectionId: shop.id, tables: [{ name: 'customers' }, { name: 'orders' }] },
  })
  return { connectionId: shop.id, datasetId }
}

/** Of the only one. */
function filesOfTheTenant(): string {
  const folder = String(product.environment.DATA_DIR)
  const database = new Database(join(folder, 'varlor.sqlite'), { readonly: true })
  const { id } = database.prepare('select id from tenants').get() as { id: string }
  database.close()
  return join(folder, 'files', id)
}

async function rounds(path: string, admin: NewAdmin | null): Promise<Load[]> {
  const state = admin ? await signIn(browser, admin) : undefined
  const loads: Load[] = []
  for (let round = 0; round < ROUNDS; round++) {
    // A context of its own keeps nothing from the round before.
    const context = await browser.newContext({ baseURL: product.origin, storageState: state })
    loads.push(await load(await context.newPage(), path))
    await context.close()
  }
  return loads
}

async function signIn(chromium: Browser, { email, password }: NewAdmin) {
  const context = await chromium.newContext({ baseURL: product.origin })
  const page = await context.newPage()
  await page.goto('/sign-in', { waitUntil: 'networkidle' })
  await page.getByLabel('Email').fill(email)
  await page.getByRole('textbox', { name: 'Password' }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL('**/connections')
  const state = await context.storageState()
  await context.close()
  return state
}

async function load(page: Page, path: string): Promise<Load> {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  const wire = await page.context().newCDPSession(page)
  const kinds = new Map<string, string>()
  const bytes: Record<string, number> = {}
  await wire.send('Network.enable')
  wire.on('Network.responseReceived', ({ requestId, type }) => void kinds.set(requestId, type))
  wire.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const kind = kinds.get(requestId) ?? 'Other'
    bytes[kind] = (bytes[kind] ?? 0) + encodedDataLength
  })
  await measurePages(page)
  await page.goto(path)
  const figures = await pageFigures(page)
  heard.push(...complaints.map((text) => `${path}: ${text}`))
  return { ...figures, scripts: bytes.Script ?? 0, styles: bytes.Stylesheet ?? 0, complaints }
}

function row(name: string, loads: Load[]): string[] {
  const of = (figure: (one: Load) => number) => median(loads.map(figure))
  return [
    name,
    of(({ firstPaint }) => firstPaint).toFixed(0),
    of(({ largestPaint }) => largestPaint).toFixed(0),
    (of(({ scripts }) => scripts) / 1_000).toFixed(1),
    (of(({ styles }) => styles) / 1_000).toFixed(1),
    Math.max(...loads.map(({ layoutShift }) => layoutShift)).toFixed(3),
    String(loads.reduce((sum, { complaints }) => sum + complaints.length, 0)),
  ]
}
