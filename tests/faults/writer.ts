import { setTimeout as pause } from 'node:timers/promises'
import { type Client, type Answer } from '#tests/faults/client'
import type { Entry, Ledger, Outcome, Saved } from '#tests/faults/ledger'
import type { Random } from '#tests/faults/random'

/** Milliseconds between two changes, so that the machine has time for others too. */
const BREATH = 30
/** Milliseconds before one more try while nobody answers. */
const REST = 100

/** Never said by a product that knows what it does. */
const WRONG = (status: number) => status >= 500 && status !== 503

/** Somebody who creates, renames, re-credentials and deletes connections all the while. */
export class Writer {
  /** Answers that no fault excuses, such as `PATCH 500 E_INTERNAL`. */
  readonly wrong: string[] = []
  /** Answers 503 that do not say when to come again. */
  mute = 0
  /** Milliseconds that the slowest answer took. */
  slowest = 0
  /**
   * By `performance.now()`. A change that was begun before and ends with 503 may have been committed all the same: its
   * answer was lost between the database and the server.
   */
  doubtedBefore = 0
  #made = 0
  #lastSuccess = 0

  constructor(
    private readonly label: string,
    private readonly client: Client,
    private readonly ledger: Ledger,
    private readonly entries: Entry[],
    private readonly random: Random
  ) {}

  /** By `performance.now()`. */
  get lastSuccess(): number {
    return this.#lastSuccess
  }

  /** Until it is told to stop; the change that is under way ends. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const outcome = await this.writeOnce()
      await pause(outcome === 'acknowledged' ? BREATH : REST)
    }
  }

  writeOnce(): Promise<Outcome> {
    const entry = this.entries[Math.floor(this.random() * this.entries.length)]
    const choice = this.random()
    if (!entry || choice < 0.25) return this.#create()
    if (choice < 0.7) return this.#change(entry, { password: this.#word() })
    if (choice < 0.85) return this.#change(entry, { name: this.#word() })
    return this.#delete(entry)
  }

  async #create(): Promise<Outcome> {
    const saved = { name: this.#word(), password: this.#word() }
    const entry = this.ledger.begin()
    const answer = await this.client.api('POST', '/connectors', bodyOf(saved))
    if (answer.status === 201) {
      entry.id = (answer.data as { id: string }).id
      this.entries.push(entry)
    }
    return this.#note(entry, saved, 'POST', answer)
  }

  async #change(entry: Entry, change: Partial<Saved>): Promise<Outcome> {
    const before = entry.possible.at(-1)
    if (!before) return this.#delete(entry)
    const body = change.password ? { credentials: { password: change.password } } : change
    const answer = await this.client.api('PATCH', `/connectors/${entry.id}`, body)
    const outcome = this.#note(entry, { ...before, ...change }, 'PATCH', answer)
    // The next change would have to say what it is on top of.
    if (outcome === 'unknown') this.#drop(entry)
    return outcome
  }

  async #delete(entry: Entry): Promise<Outcome> {
    const answer = await this.client.api('DELETE', `/connectors/${entry.id}`)
    const outcome = this.#note(entry, null, 'DELETE', answer)
    if (outcome !== 'refused') this.#drop(entry)
    return outcome
  }

  /** Nobody changes it any more: it stays as it was promised, whatever that is. */
  #drop(entry: Entry): void {
    this.entries.splice(this.entries.indexOf(entry), 1)
  }

  #note(entry: Entry, next: Saved | null, method: string, answer: Answer): Outcome {
    const { status, code, retryAfter, time } = answer
    this.slowest = Math.max(this.slowest, time)
    if (WRONG(status)) this.wrong.push(`${method} ${status} ${code}`)
    if (status === 503 && retryAfter === null) this.mute++
    const outcome = this.#outcomeOf(answer)
    if (outcome === 'acknowledged') this.#lastSuccess = performance.now()
    this.ledger.note(entry, next, outcome)
    return outcome
  }

  /** A 500 may have written or not; what was never sent has not. */
  #outcomeOf({ status, code, time }: Answer): Outcome {
    if (status >= 200 && status < 300) return 'acknowledged'
    if (status === 0) return code === 'ECONNREFUSED' ? 'refused' : 'unknown'
    const isDoubted = status === 503 && performance.now() - time < this.doubtedBefore
    return WRONG(status) || isDoubted ? 'unknown' : 'refused'
  }

  #word(): string {
    return `${this.label} ${this.#made++} ${this.random().toString(36).slice(2)}`
  }
}

export function bodyOf({ name, password }: Saved) {
  return {
    name,
    type: 'postgresql',
    config: { host: '127.0.0.1', port: 5432, database: 'sales', username: 'alice' },
    credentials: { password },
  }
}
