import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Assert } from '@japa/assert'
import type { AxeResults } from 'axe-core'
import type { BrowserContext, Locator, Page } from 'playwright'
import { PASSWORD, UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import type { Role } from '#models/user'
import { sessionCookies } from '#tests/browser/session_cookies'

const ORIGIN = `http://127.0.0.1:${process.env.PORT}`

const axeSource = await readFile(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8'
)

/** Milliseconds that something may take to be seen. */
const PATIENCE = 30_000

/** Answers that a test expects to fail; the browser reports each as an error of its own. */
const REFUSED = /^Failed to load resource: the server responded with a status of (4\d\d|502)/

/** Somebody at a browser, of a tenant of their own, whose console is read along. */
export class Visitor {
  /** Errors and warnings of the console that no test asked for. */
  readonly complaints: string[] = []

  private constructor(
    readonly page: Page,
    readonly user: User
  ) {
    page.on('pageerror', (error) => this.complaints.push(error.message))
    page.on('console', (message) => {
      const isComplaint = ['error', 'warning'].includes(message.type())
      if (isComplaint && !REFUSED.test(message.text())) this.complaints.push(message.text())
    })
  }

  static async arrive(context: BrowserContext, role: Role = 'editor'): Promise<Visitor> {
    const user = await UserFactory.merge({ role }).create()
    const page = await context.newPage()
    // What fades in or out has, for a moment, too little contrast to pass.
    await page.emulateMedia({ reducedMotion: 'reduce' })
    return new Visitor(page, user)
  }

  /** Arrives with a session, and looks at the list of connections. */
  static async signedIn(context: BrowserContext, role?: Role): Promise<Visitor> {
    const visitor = await Visitor.known(context, role)
    await visitor.open('/connections')
    return visitor
  }

  /** Arrives with a session, and has opened nothing yet. */
  static async known(context: BrowserContext, role?: Role): Promise<Visitor> {
    const visitor = await Visitor.arrive(context, role)
    await context.addCookies(await sessionCookies(visitor.user, ORIGIN))
    return visitor
  }

  /** With the form, as people do. */
  async signIn(): Promise<void> {
    await this.open('/sign-in')
    await this.field('Email').fill(this.user.email)
    await this.field('Password').fill(PASSWORD)
    await this.button('Sign in').click()
    await this.page.waitForURL('**/connections')
  }

  /** Opens a page and waits until it answers to clicks and keys. */
  async open(path: string): Promise<void> {
    await this.page.goto(path)
    await this.until(`document.documentElement.dataset.interactive === 'true'`)
  }

  field(label: string): Locator {
    return this.page.getByRole('textbox', { name: label, exact: true })
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: true })
  }

  /** Fills fields by their labels. */
  async fill(values: Record<string, string | number>): Promise<void> {
    for (const [label, value] of Object.entries(values)) {
      await this.field(label).fill(String(value))
    }
  }

  /** Waits until the focus is on what the selector names. */
  async focusReaches(selector: string): Promise<void> {
    await this.until(`document.activeElement?.matches(${JSON.stringify(selector)}) ?? false`)
  }

  /** Waits until an expression holds in the page, whose policy lets nobody make code of a text later on. */
  async until(expression: string): Promise<void> {
    await this.page.evaluate(`new Promise((resolve, reject) => {
      const end = performance.now() + ${PATIENCE}
      const look = () => {
        if (${expression}) resolve()
        else if (performance.now() < end) requestAnimationFrame(look)
        else reject(new Error('It never came: ' + ${JSON.stringify(expression)}))
      }
      look()
    })`)
  }

  /** Pastes text where the focus is. */
  async paste(text: string): Promise<void> {
    await this.page.evaluate(`{
      const clipboardData = new DataTransfer()
      clipboardData.setData('text', ${JSON.stringify(text)})
      const init = { clipboardData, bubbles: true, cancelable: true }
      document.activeElement.dispatchEvent(new ClipboardEvent('paste', init))
    }`)
  }

  /** Looks for what keeps people out, in the page as it is now. */
  async assertAccessible(assert: Assert): Promise<void> {
    await this.until(
      `document.getAnimations().every(({ playState, effect }) =>
        playState !== 'running' || effect.getComputedTiming().endTime === Infinity)`
    )
    await this.page.evaluate(axeSource)
    const { violations } = await this.page.evaluate(
      // Runs in the page, where axe has just been put.
      () => (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run()
    )
    assert.deepEqual(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' ')}`),
      []
    )
  }
}
