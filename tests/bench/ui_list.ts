/**
 * `npm run bench -- ui_list`: the list of 5,000 connections in Chromium, on the production build. From the event that
 * somebody makes to the frame that shows its answer: two animation frames after it, as soon as what is waited for is in
 * the page. Figures are printed, never asserted; BENCH_CONNECTIONS says how many.
 */
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright'
import { median, print } from '#tests/bench/measure'
import { fill } from '#tests/bench/ui_list/fill'
import { INTERACTIONS, openAnew } from '#tests/bench/ui_list/interactions'
import { launchChromium } from '#tests/support/servers/chromium'
import { type NewAdmin, Product } from '#tests/support/product'

const CONNECTIONS = Number(process.env.BENCH_CONNECTIONS ?? 5_000)
const ROUNDS = 15

const product = await Product.start()
const browser = await launchChromium()
try {
  const admin = await product.newTenant('Ui list')
  fill(product, CONNECTIONS)
  const viewport = { width: 1280, height: 800 }
  const context = await browser.newContext({ baseURL: product.origin, viewport })
  const page = await context.newPage()
  await signIn(page, admin)
  await firstPaint(page)
  await interactions(page)
} finally {
  await browser.close()
  await product.stop()
}

async function signIn(page: Page, { email, password }: NewAdmin) {
  await page.goto('/sign-in')
  await page.getByLabel('Email').fill(email)
  await page.getByRole('textbox', { name: 'Password' }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL('**/connections')
}

/** How much arrives, and when the first row can be read. */
async function firstPaint(page: Page) {
  const answer = await page.request.get('/connections')
  const html = await answer.body()
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    await page.goto('/connections', { waitUntil: 'load' })
    times.push(
      await page.evaluate<number>(
        `new Promise((resolve) => new PerformanceObserver((list) => {
          const paint = list.getEntriesByName('first-contentful-paint')[0]
          if (paint) resolve(paint.startTime)
        }).observe({ type: 'paint', buffered: true }))`
      )
    )
  }
  const size = (bytes: number) => `${(bytes / 1_024).toFixed(1)} kB`
  print([
    ['the page', 'HTML', 'HTML, gzip', 'to the first row, median ms', 'p95 ms'],
    [
      `${CONNECTIONS} connections`,
      size(html.length),
      size(gzipSync(html).length),
      ...figures(times),
    ],
  ])
}

async function interactions(page: Page) {
  const rows = [['from input to paint, ms', 'median', 'p95', 'target']]
  await openAnew(page)
  for (const { name, prepare, act, answered } of INTERACTIONS) {
    const times: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      await prepare(page, round)
      times.push(await toPaint(page, act(round), answered(round)))
    }
    rows.push([name, ...figures(times), '100'])
  }
  print(rows)
}

/** Milliseconds until the frame after the one in which the answer was first there. */
function toPaint(page: Page, act: string, answered: string): Promise<number> {
  return page.evaluate<number>(`new Promise((resolve, reject) => {
    const begun = performance.now()
    const look = () => {
      if (${answered}) requestAnimationFrame(() => resolve(performance.now() - begun))
      else if (performance.now() - begun > 10_000) reject(new Error('There was no answer'))
      else requestAnimationFrame(look)
    }
    ${act}
    requestAnimationFrame(look)
  })`)
}

function figures(times: number[]): string[] {
  const sorted = [...times].sort((a, b) => a - b)
  const p95 = sorted[Math.ceil(sorted.length * 0.95) - 1] ?? Number.NaN
  return [median(times).toFixed(0), p95.toFixed(0)]
}
