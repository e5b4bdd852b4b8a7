import { execFile } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { Client } from '#tests/faults/client'
import { Ledger, type Entry, type StoredRow } from '#tests/faults/ledger'
import type { Random } from '#tests/faults/random'
import { Writer } from '#tests/faults/writer'
import type { NewAdmin, Product } from '#tests/support/product'

const ROOT = new URL('../../', import.meta.url).pathname

interface Team {
  tenantId: string
  person: NewAdmin
  connections: StoredRow[]
}

interface Size {
  tenants: number
  connections: number
  /** Of these tenants' administrators so many write, each in their own. */
  writers: number
}

/** Tenants with connections, people who write to them all the while, and the book of what they were told. */
export class Crowd {
  readonly ledger = new Ledger()
  readonly writers: Writer[] = []
  readonly clients: Client[] = []
  #stop = new AbortController()
  #running: Promise<void>[] = []

  private constructor(
    private readonly product: Product,
    readonly teams: Team[]
  ) {}

  static async gather(product: Product, size: Size, random: Random): Promise<Crowd> {
    const { tenants, connections } = size
    const args = [String(tenants), String(connections)]
    const crowd = new Crowd(product, await inside<Team[]>('populate', args, product.environment))
    for (const [number, { person, connections: rows }] of crowd.teams.entries()) {
      const entries: Entry[] = rows.map(({ id, name, password }) =>
        crowd.ledger.add(id, { name, password: password ?? '' })
      )
      if (number >= size.writers) continue
      const client = await Client.login(product.origin, person)
      crowd.clients.push(client)
      crowd.writers.push(new Writer(`w${number}`, client, crowd.ledger, entries, random))
    }
    return crowd
  }

  start(): void {
    this.#stop = new AbortController()
    this.#running = this.writers.map((writer) => writer.run(this.#stop.signal))
  }

  /** Resolves when the last answer has come. */
  async stop(): Promise<void> {
    this.#stop.abort()
    await Promise.all(this.#running)
  }

  /**
   * What was lost and what was answered wrongly, in words, read from the database by a process of its own. Without
   * `previousKeys` that one holds the active master key alone.
   */
  async losses({ previousKeys = false } = {}): Promise<string[]> {
    const { environment } = this.product
    const keys = previousKeys ? {} : { CREDENTIAL_ENCRYPTION_PREVIOUS_KEYS: '' }
    const rows = await inside<StoredRow[]>('passwords', [], { ...environment, ...keys })
    const wrong = this.writers.flatMap((writer) => writer.wrong.map((one) => `answered ${one}`))
    const mute = this.writers.reduce((sum, writer) => sum + writer.mute, 0)
    return [
      ...this.ledger.compare(rows),
      ...new Set(wrong),
      ...(mute > 0 ? [`${mute} answers 503 without Retry-After`] : []),
    ]
  }

  /** The database is about to lose the answers that are on their way. */
  doubtUntilNow(): void {
    for (const writer of this.writers) writer.doubtedBefore = performance.now()
  }

  /** Milliseconds until each writer had a change acknowledged that was begun after this moment. */
  async untilAllWrite(): Promise<number> {
    const begun = performance.now()
    while (this.writers.some(({ lastSuccess }) => lastSuccess < begun)) await pause(10)
    return performance.now() - begun
  }

  /** Milliseconds. */
  get slowest(): number {
    return Math.max(...this.writers.map(({ slowest }) => slowest))
  }

  get figures(): string {
    const { acknowledged, refused, unknown } = this.ledger.counts
    return `${acknowledged} writes acknowledged, ${refused} refused, ${unknown} without an answer`
  }
}

/** Runs one of the scripts in `inside`, in a process with this environment. */
export async function inside<T>(
  script: 'populate' | 'passwords',
  args: string[],
  env: NodeJS.ProcessEnv
): Promise<T> {
  const path = `tests/faults/inside/${script}.ts`
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import=@poppinss/ts-exec', path, ...args],
    { cwd: ROOT, env, maxBuffer: 64 * 1024 * 1024 }
  )
  return JSON.parse(stdout) as T
}
