import { performance } from 'node:perf_hooks'
import { test } from '@japa/runner'
import type { Page } from 'playwright'
import { PASSWORD } from '#database/factories/user_factory'
import { Visitor } from '#tests/browser/visitor'
import { needs } from '#tests/support/servers/missing'
import { postgres, type PostgresServer } from '#tests/support/servers/postgres'

/** More tabs than any page of ours has on the way to its main thing. */
const MOST_TABS = 40

/** A keyboard that counts: keys that do something, and characters that are typed. */
class Keys {
  pressed = 0
  typed = 0
  #since = performance.now()

  constructor(private readonly page: Page) {}

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) {
      this.pressed += 1
      await this.page.keyboard.press(key)
    }
  }

  async type(text: string | number): Promise<void> {
    this.typed += String(text).length
    await this.page.keyboard.type(String(text))
  }

  /** Tabs until the focus is on a button or link of this name. */
  async tabTo(name: string | RegExp): Promise<void> {
    for (let tabs = 0; tabs < MOST_TABS; tabs++) {
      await this.press('Tab')
      const words = await this.page.evaluate<string>(
        'document.activeElement.ariaLabel ?? document.activeElement.textContent'
      )
      if (typeof name === 'string' ? words === name : name.test(words)) return
    }
    throw new Error(`Nothing called ${String(name)} is reached by the Tab key`)
  }

  /** What it took, for whoever reads the run. */
  tell(journey: string): void {
    const seconds = ((performance.now() - this.#since) / 1000).toFixed(1)
    process.stdout.write(
      `\n${journey}: ${this.pressed} key presses and ${this.typed} typed characters, ${seconds} s\n`
    )
  }
}

test.group('With nothing but the keyboard', (group) => {
  group.each.timeout(60_000)
  let target: PostgresServer
  if (needs(group, 'postgres')) {
    group.setup(async () => {
      target = await (await postgres()).createDatabase()
      await target.query(`
        create table orders (id bigint primary key);
        insert into orders values (9007199254740993);
      `)
    })
  }

  /** From the sign-in page to the engines. */
  const arrive = async (visitor: Visitor, keys: Keys) => {
    const { page } = visitor
    await visitor.open('/sign-in')
    await visitor.focusReaches('[name=email]')
    await keys.type(visitor.user.email)
    await keys.press('Tab')
    await keys.type(PASSWORD)
    await keys.press('Enter')
    await page.waitForURL('**/connections')
    await page.getByText('Connect your first database').waitFor()
    await keys.tabTo('Skip to the content')
    await keys.press('Enter')
    await keys.tabTo('Connect Database')
    await keys.press('Enter')
    await visitor.focusReaches('[aria-label="Filter engines"]')
  }

  /** Enter tests, and Enter again saves; then the rows of a table. */
  const testSaveAndRead = async ({ page }: Visitor, keys: Keys) => {
    await keys.press('Enter')
    await page.getByText('It works').waitFor()
    await keys.press('Enter')
    await page.waitForURL(/\/connections\/[0-9a-f-]{36}$/)
    await page.getByRole('treeitem', { name: /orders/ }).waitFor()
    await keys.press('/')
    await keys.type('ord')
    await keys.press('Enter')
    await page.getByRole('gridcell', { name: '9007199254740993' }).waitFor()
  }

  test('from the sign-in page to the rows of a new PostgreSQL, typing its address', async ({
    assert,
    browserContext,
  }) => {
    const visitor = await Visitor.arrive(browserContext)
    const keys = new Keys(visitor.page)
    await arrive(visitor, keys)
    await keys.type('post')
    await keys.press('Enter')
    await visitor.focusReaches('[name="config.host"]')
    await keys.type(target.host)
    await keys.press('Tab')
    // The usual port is selected a moment after the focus came, and typing replaces it.
    await visitor.until(
      'document.activeElement.selectionEnd > document.activeElement.selectionStart'
    )
    await keys.type(target.port)
    await keys.press('Tab')
    await keys.type(target.database)
    await keys.press('Tab')
    await keys.type(target.user)
    await keys.press('Tab')
    await keys.type(target.password)
    await testSaveAndRead(visitor, keys)
    keys.tell('Sign-in to rows, address typed')
    assert.deepEqual(visitor.complaints, [])
  })

  test('from the sign-in page to the rows of a new PostgreSQL, pasting its URL', async ({
    assert,
    browserContext,
  }) => {
    const visitor = await Visitor.arrive(browserContext)
    const keys = new Keys(visitor.page)
    await arrive(visitor, keys)
    keys.pressed += 1
    await visitor.paste(
      `postgres://${target.user}:${target.password}@${target.host}:${target.port}/${target.database}`
    )
    await visitor.page.getByText('Filled from the connection string').waitFor()
    await visitor.focusReaches('[name="config.host"]')
    await testSaveAndRead(visitor, keys)
    keys.tell('Sign-in to rows, URL pasted')
    assert.deepEqual(visitor.complaints, [])
  })

  test('engines are found by typing and by arrows, also from a tile', async ({
    assert,
    browserContext,
  }) => {
    const visitor = await Visitor.signedIn(browserContext)
    const { page } = visitor
    const isOn = (name: string) =>
      visitor.until(`document.activeElement?.textContent === ${JSON.stringify(name)}`)
    await visitor.button('Connect Database').click()
    await visitor.focusReaches('[aria-label="Filter engines"]')
    await page.keyboard.press('ArrowDown')
    await isOn('MongoDB')
    await page.keyboard.press('ArrowRight')
    await isOn('MySQL / MariaDB')
    await page.keyboard.press('ArrowDown')
    await isOn('SQLite')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('ArrowUp')
    await visitor.focusReaches('[aria-label="Filter engines"]')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.type('sql s')
    assert.equal(await page.getByLabel('Filter engines').inputValue(), 'sql s')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Connect SQL Server' }).waitFor()
    await visitor.focusReaches('[name="config.host"]')
    assert.deepEqual(visitor.complaints, [])
  })
})
