import type { ChainKey, Place } from '#audit/chain_key'
import type { EventRow } from '#audit/event_row'
import type { Finding, Problem } from '#audit/finding'

/** Findings of one chain that are kept; the rest is counted. */
const MAX_FINDINGS = 100
/** Hashes that are tried for what an event follows. */
const MAX_PREVIOUS = 8

/** Follows a chain from its beginning, event by event, and notes what does not follow. */
export class ChainWalk {
  readonly findings: Finding[] = []
  /** Findings, those that were not kept among them. */
  problems = 0
  events = 0
  #sequence: number
  /** Hashes that the last event may have had when the next was written; none when nothing is known of it. */
  #previous: string[]
  /** Whether the last event is what was written, as far as can be known. */
  #intact = true

  /** @param begin what the first event follows, or the sequence alone when its hash cannot be believed */
  constructor(
    private readonly key: ChainKey,
    begin: Place | number
  ) {
    const isKnown = typeof begin !== 'number'
    this.#sequence = isKnown ? begin.sequence : begin
    this.#previous = isKnown ? [begin.hash] : []
  }

  /** Takes the next event, which must come in the order of their sequences; says whether it is proved. */
  step(row: EventRow): boolean {
    this.events++
    const sequence = Number(row.sequence)
    if (!Number.isInteger(sequence) || sequence <= this.#sequence) {
      this.note('foreign', row, 'This row has the place of another: the trail did not write it.')
      return false
    }
    if (sequence > this.#sequence + 1) this.#skip(sequence - 1)
    const isProved = this.#compare(row)
    this.#sequence = sequence
    return isProved
  }

  /** Compares the end with what the head says of it. */
  finish(head: Place): void {
    if (head.sequence > this.#sequence) {
      const gone = span(this.#sequence + 1, head.sequence)
      const message = `The head counts ${head.sequence} events: ${gone} at the end.`
      this.note('tail_missing', { sequence: this.#sequence + 1 }, message)
    } else if (this.#intact && this.#previous.length > 0 && !this.#previous.includes(head.hash)) {
      const message = 'The hash of the head is not that of the last event: the head was changed.'
      this.note('head_forged', { sequence: head.sequence }, message)
    }
  }

  note(problem: Problem, row: Partial<EventRow>, message: string): void {
    this.problems++
    if (this.findings.length >= MAX_FINDINGS) return
    const sequence =
      row.sequence === undefined || row.sequence === null ? null : Number(row.sequence)
    this.findings.push({ problem, sequence, eventId: row.id ?? null, message })
  }

  #skip(last: number): void {
    const first = this.#sequence + 1
    this.note('missing', { sequence: first }, `${span(first, last)}.`)
    this.#previous = []
  }

  #compare(row: EventRow): boolean {
    const expected = this.#previous.map((previous) => this.key.hashOf(row, previous))
    const stored = row.hash ?? ''
    const followsUnknown = expected.length === 0
    const isProved = expected.includes(stored)
    if (!isProved && !followsUnknown) this.#noteMismatch(row)
    this.#intact = isProved || followsUnknown
    // Only the hash may have been changed: then the next event follows the one that it should be.
    this.#previous = isProved ? [stored] : [stored, ...expected].slice(0, MAX_PREVIOUS)
    return isProved
  }

  #noteMismatch(row: EventRow): void {
    if (this.#intact) {
      const message = 'This event is not what was written: the row or its hash was changed.'
      this.note('edited', row, message)
    } else {
      const message = 'This event cannot be proved: the one before it is not what was written.'
      this.note('unprovable', row, message)
    }
  }
}

function span(first: number, last: number): string {
  return first === last ? `Event ${first} is missing` : `Events ${first} to ${last} are missing`
}
