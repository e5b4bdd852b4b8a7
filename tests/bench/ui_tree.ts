/**
 * `npm run bench -- ui_tree`: how long the page of a connection with 10,000 tables takes, from a key or a click to the
 * paint that shows what came of it, in Chromium on the production build and a real PostgreSQL. Printed, never asserted.
 */
import type { Page } from 'playwright'
import { median, percentile, print } from '#tests/bench/measure'
import { type NewAdmin, Product } from '#tests/support/product'
import { launchChromium } from '#tests/support/servers/chromium'
import { stopServers } from '#tests/support/servers/lifetime'
import { postgres, type PostgresServer } from '#tests/support/servers/postgres'

const SCHEMAS = 20
const TABLES_EACH = 500
const ARRIVALS = 10
const GOAL = '≤ 100'
const TREE = `document.querySelector('[role=tree]')`
const ACTIVE = `document.getElementById(${TREE}.getAttribute('aria-activedescendant'))`

const INTERACTIONS: [string, (page: Page) => Promise<number[]>][] = [
  ['expanding a schema of 500', expanding],
  ['End and Home in an open tree of 10,000', jumping],
  ['scrolling by 5,000 px', scrolling],
  ['typing a letter into the search', typing],
  ['opening a table, until it is named', answering],
  ['opening a table, until its rows are there', readingRows],
  ['an arrow key in the grid', walking],
]

const server = await postgres()
const target = await server.createDatabase()
say(`filling a database: ${SCHEMAS * TABLES_EACH} tables`)
await fill(target)
const product = await Product.start()
const browser = await launchChromium()
try {
  const admin = await product.newTenant('Bench')
  const connection = await saved(admin)
  const page = await signedIn(admin)
  say('navigating')
  const rows = [
    ['what', 'times', 'median, ms', 'p95, ms', 'goal, ms'],
    ...(await arrivals(page, connection)),
    ...(await interactions(page, connection)),
  ]
  print(rows)
} finally {
  await browser.close()
  await product.stop()
  await stopServers()
}

async function signedIn({ email, password }: NewAdmin): Promise<Page> {
  const viewport = { width: 1_280, height: 800 }
  const context = await browser.newContext({ baseURL: product.origin, viewport })
  const page = await context.newPage()
  await page.goto('/sign-in')
  await page.getByLabel('Email').fill(email)
  await page.getByRole('textbox', { name: 'Password' }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL('**/connections')
  return page
}

async function saved(admin: NewAdmin): Promise<string> {
  const call = await product.callAs(admin)
  const { host, port, user, password, database } = target
  const { id } = await call<{ id: string }>('POST', '/connectors', {
    name: 'Bench',
    type: 'postgresql',
    config: { host, port, database, username: user, tls: { mode: 'disable' } },
    credentials: { password },
  })
  return `/connections/${id}`
}

/** From the navigation to the first table and the first row, of a list that the server knows. */
async function arrivals(page: Page, connection: string): Promise<string[][]> {
  const firsts = { table: [] as number[], row: [] as number[], all: [] as number[] }
  await page.addInitScript(`{
    const seen = globalThis.firstSeen = {}
    const look = () => {
      if (document.querySelector('a[role=treeitem]')) seen.table ??= performance.now()
      if (document.querySelector('[role=grid] td')) seen.row ??= performance.now()
      if ([...document.querySelectorAll('[role=status]')].some(({ textContent }) => textContent === '10,000 tables')) seen.all ??= performance.now()
      if (seen.table === undefined || seen.row === undefined || seen.all === undefined) requestAnimationFrame(look)
    }
    look()
  }`)
  for (let round = -1; round < ARRIVALS; round++) {
    await page.goto(`${connection}?schema=s_07&table=table_123`)
    const seen = await page.evaluate<
      Record<'table' | 'row' | 'all', number>
    >(`new Promise((resolve) => {
      const look = () => (firstSeen.all && firstSeen.row ? resolve(firstSeen) : requestAnimationFrame(look))
      look()
    })`)
    if (round < 0) continue
    firsts.table.push(seen.table)
    firsts.row.push(seen.row)
    firsts.all.push(seen.all)
  }
  return [
    line('navigation to the first table', firsts.table, '–'),
    line('navigation to the first row', firsts.row, '–'),
    line('navigation to all 10,000 tables', firsts.all, '–'),
  ]
}

async function interactions(page: Page, connection: string): Promise<string[][]> {
  await page.goto(connection)
  await page.getByText('10,000 tables', { exact: true }).waitFor()
  const lines: string[][] = []
  for (const [what, measure] of INTERACTIONS) {
    say(what)
    lines.push(line(what, await measure(page), GOAL))
  }
  return lines
}

/** From the bottom up, so that what is closed stays where it is. */
async function expanding(page: Page): Promise<number[]> {
  const times: number[] = []
  await page.getByRole('tree').focus()
  await page.keyboard.press('End')
  for (let schema = 1; schema < SCHEMAS; schema++) {
    const isOpen = `${ACTIVE}?.getAttribute('aria-expanded') === 'true'`
    times.push(await toPaint(page, 'keydown', isOpen, () => page.keyboard.press('ArrowRight')))
    await page.keyboard.press('ArrowUp')
  }
  return times
}

async function jumping(page: Page): Promise<number[]> {
  const times: number[] = []
  for (let round = 0; round < 20; round++) {
    const key = round % 2 === 0 ? 'End' : 'Home'
    const wanted = key === 'End' ? 'table_499' : 's_00'
    const isThere = `${ACTIVE}?.textContent.includes('${wanted}')`
    times.push(await toPaint(page, 'keydown', isThere, () => page.keyboard.press(key)))
  }
  return times
}

async function scrolling(page: Page): Promise<number[]> {
  const times: number[] = []
  for (let round = 0; round < 30; round++) {
    const inSight = `(() => {
      const { left, top, height } = ${TREE}.getBoundingClientRect()
      return document.elementFromPoint(left + 80, top + height / 2).closest('[role=treeitem]') !== null
    })()`
    times.push(
      await toPaint(page, 'scroll', inSight, () => page.evaluate(`${TREE}.scrollTop += 5000`))
    )
  }
  return times
}

async function typing(page: Page): Promise<number[]> {
  const times: number[] = []
  const field = page.getByRole('searchbox')
  for (const word of ['table_4', 's_1.table_49', 'e_33', 'nothing']) {
    await field.fill('')
    for (let at = 0; at < word.length; at++) {
      const isTaken = `document.querySelector('[role=searchbox]').value.length === ${at + 1}`
      const letter = word.charAt(at)
      times.push(await toPaint(page, 'keydown', isTaken, () => page.keyboard.press(letter)))
    }
  }
  await field.fill('')
  return times
}

/** Until the table is named, and until its rows are there, which its database has a part in. */
function answering(page: Page) {
  return opening(page, ['s_02', 's_03'], '')
}

function readingRows(page: Page) {
  const hasRows = `&& document.querySelector('[role=grid] td')?.textContent === '1'`
  return opening(page, ['s_04', 's_05'], hasRows)
}

async function opening(page: Page, schemas: string[], andThen: string): Promise<number[]> {
  const times: number[] = []
  for (const schema of schemas) {
    await page.getByRole('searchbox').fill(`${schema}.table_42`)
    for (let at = 0; at < 10; at++) {
      const item = page.getByRole('treeitem', { name: `table_42${at}` })
      const isNamed = `document.querySelector('section[aria-label="Table table_42${at}"]')
        && location.search.includes('${schema}') ${andThen}`
      times.push(await toPaint(page, 'click', isNamed, () => item.click()))
      await page.getByRole('grid').waitFor()
    }
  }
  return times
}

async function walking(page: Page): Promise<number[]> {
  const times: number[] = []
  await page.locator('[role=grid] td').first().click()
  for (let round = 0; round < 40; round++) {
    const key = ['ArrowDown', 'ArrowRight', 'ArrowDown', 'ArrowLeft'][round % 4] ?? 'ArrowUp'
    times.push(await toPaint(page, 'keydown', 'true', () => page.keyboard.press(key)))
  }
  return times
}

/** Milliseconds from the event that `act` causes to the paint of the first frame in which `isDone` holds. */
async function toPaint(
  page: Page,
  event: string,
  isDone: string,
  act: () => Promise<unknown>
): Promise<number> {
  // Listening has begun before anything happens.
  await page.evaluate(`void (globalThis.painted = new Promise((resolve) => {
    addEventListener('${event}', ({ timeStamp }) => {
      const look = () => {
        if (${isDone}) setTimeout(() => resolve(performance.now() - timeStamp))
        else requestAnimationFrame(look)
      }
      requestAnimationFrame(look)
    }, { capture: true, once: true })
  }))`)
  await act()
  return page.evaluate<number>('painted')
}

function line(what: string, times: number[], goal: string): string[] {
  const figures = [median(times), percentile(times, 95)].map((figure) => figure.toFixed(0))
  return [what, String(times.length), ...figures, goal]
}

/** Ten rows in each of two tables of every schema are enough: a preview shows no more. */
async function fill(database: PostgresServer): Promise<void> {
  for (let schema = 0; schema < SCHEMAS; schema++) {
    const name = `s_${String(schema).padStart(2, '0')}`
    await database.query(`
      create schema ${name};
      do $$ begin
        for i in 0..${TABLES_EACH - 1} loop
          execute format('create table ${name}.table_%s (id int primary key, label text)', lpad(i::text, 3, '0'));
          if i between 420 and 429 or i = 123 then
            execute format('insert into ${name}.table_%s select i, md5(i::text) from generate_series(1, 100) i',
              lpad(i::text, 3, '0'));
          end if;
        end loop;
      end $$`)
  }
  await database.query('analyze')
}

function say(text: string): void {
  process.stderr.write(`› ${text}\n`)
}
