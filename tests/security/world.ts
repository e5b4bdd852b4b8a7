import Database from 'better-sqlite3'
import { join } from 'node:path'
import { hangingUp, rogueServer, type RogueServer } from '#tests/conformance/rogue_server'
import { type Answer, type Request, send } from '#tests/security/http'
import { nameServer, type NameServer } from '#tests/security/name_server'
import { recordsOf, TARGETS } from '#tests/security/names'
import { type Operation, operationsOf } from '#tests/security/operations'
import { type Attacker, logIn, member } from '#tests/security/people'
import { Things } from '#tests/security/things'
import { CookieClient } from '#tests/support/cookie_client'
import { Product, type NewAdmin } from '#tests/support/product'

/** What every attack finds: a production server with two tenants in it. */
export class World {
  /** Every operation that the API describes. */
  operations: readonly Operation[] = []
  /** What belongs to the first tenant, and to the other. */
  readonly ours = new Things(this, () => this.admin)
  readonly theirs = new Things(this, () => this.stranger)
  /** All that was answered to somebody who may not see secrets in it. */
  readonly seen: string[] = []
  /** Secrets that came up in the meantime; the log may hold none of them. */
  readonly secrets = new Map<string, string>()
  readonly #more: Product[] = []
  #strict?: Promise<Product>

  private constructor(
    readonly product: Product,
    /** A service of this machine that nobody may reach through the server. */
    readonly secret: RogueServer,
    /** A target that hangs up; it may be reached. */
    readonly rogue: RogueServer,
    private readonly names: NameServer,
    /** Administrator of the first tenant. */
    readonly admin: Attacker,
    readonly editor: Attacker,
    readonly viewer: Attacker,
    /** Administrator of another tenant. */
    readonly stranger: Attacker
  ) {}

  static async create(): Promise<World> {
    const secret = await rogueServer(hangingUp)
    const rogue = await rogueServer(hangingUp, TARGETS)
    const names = await nameServer((name, asked) => recordsOf(name, asked, secret.port))
    const product = await Product.start({ environment: environmentWith(names) })
    const first = await product.newTenant('Defenders')
    const second = await product.newTenant('Strangers')
    const people = [first, await member(product, 'editor'), await member(product, 'viewer'), second]
    const [admin, editor, viewer, stranger] = await Promise.all(
      people.map((one) => logIn(product.origin, one))
    )
    if (!admin || !editor || !viewer || !stranger) throw new Error('Somebody is missing')
    const world = new World(product, secret, rogue, names, admin, editor, viewer, stranger)
    world.operations = await operationsOf(product.origin)
    return world
  }

  /** One request to a path of the server, as anybody. */
  async send(path: string, request: Request = {}): Promise<Answer> {
    const answer = await send(this.product.origin, path, request)
    this.seen.push(`${JSON.stringify([...answer.headers])}\n${answer.text}`)
    return answer
  }

  /** One request below `/api/v2`, with somebody's token. */
  api(who: { token: string }, method: string, path: string, body?: unknown): Promise<Answer> {
    const headers = { authorization: `Bearer ${who.token}` }
    return this.send(`/api/v2${path}`, { method, headers, body })
  }

  /** The same, and what it gives. @throws unless the status is 2xx */
  async give<T>(who: { token: string }, method: string, path: string, body?: unknown): Promise<T> {
    const headers = { authorization: `Bearer ${who.token}` }
    const answer = await send(this.product.origin, `/api/v2${path}`, { method, headers, body })
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`)
    return answer.text === '' ? (null as T) : JSON.parse(answer.text).data
  }

  /** Another session of somebody. */
  logIn(who: NewAdmin): Promise<Attacker> {
    return logIn(this.product.origin, who)
  }

  /** Somebody in a browser. */
  async browser({ email, password }: NewAdmin): Promise<CookieClient> {
    const browser = new CookieClient(this.product.origin)
    await browser.page('/sign-in')
    await browser.submit('/sign-in', { email, password })
    return browser
  }

  /** A test of a connection to a place, as the editor. */
  test(config: object): Promise<Answer> {
    return this.api(this.editor, 'POST', '/connectors/test', {
      type: 'postgresql',
      config: { database: 'sales', username: 'alice', tls: { mode: 'disable' }, ...config },
      credentials: { password: 'not for you' },
    })
  }

  /** How often anybody was called. */
  calls(): number {
    return this.secret.connections.length + this.rogue.connections.length
  }

  /** What only somebody at the database could do: makes things old, or looks at what is stored. */
  change(sql: string, ...values: unknown[]): void {
    const database = new Database(join(this.folder, 'varlor.sqlite'), { fileMustExist: true })
    try {
      const { changes } = database.prepare(sql).run(...values)
      if (changes === 0) throw new Error(`Nothing was changed by: ${sql}`)
    } finally {
      database.close()
    }
  }

  /** Where the server keeps its data. */
  get folder(): string {
    return String(this.product.environment.DATA_DIR)
  }

  /** Another server on the same data and keys, set up otherwise. */
  async another(environment: Record<string, string>): Promise<Product> {
    const { APP_KEY, CREDENTIAL_ENCRYPTION_KEY, DATA_DIR, EGRESS_ALLOW } = this.product.environment
    const same = { APP_KEY, CREDENTIAL_ENCRYPTION_KEY, DATA_DIR, EGRESS_ALLOW } as Record<
      string,
      string
    >
    const options = { environment: { ...same, ...environment }, isMigrated: true }
    const product = await Product.start(options)
    this.#more.push(product)
    return product
  }

  /** The same product behind https, with limits that can be reached. */
  strict(): Promise<Product> {
    this.#strict ??= this.another({
      APP_URL: 'https://varlor.example.com',
      RATE_LIMIT_TESTS: '3',
      RATE_LIMIT_READS: '3',
    })
    return this.#strict
  }

  async end(): Promise<void> {
    await Promise.all([this.product, ...this.#more].map((one) => one.stop()))
    await Promise.all([this.secret.close(), this.rogue.close(), this.names.close()])
  }
}

const PRELOAD = new URL('./use_name_server.mjs', import.meta.url).pathname

function environmentWith({ address }: NameServer): Record<string, string> {
  return {
    EGRESS_ALLOW: `${TARGETS}/32`,
    NODE_OPTIONS: `--import=${PRELOAD}`,
    NAME_SERVER: address,
    // Whatever is ever logged, a secret is not.
    LOG_LEVEL: 'trace',
  }
}
