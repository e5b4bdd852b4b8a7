/** What a connection is known by here. */
export interface Saved {
  name: string
  password: string
}

/** A connection, as whoever wrote it was told. */
export interface Entry {
  /** Null while nobody was told that it was made. */
  id: string | null
  /** What it may be now (null: gone). More than one when an answer never came. */
  possible: (Saved | null)[]
}

/** How a write ended: `unknown` when the answer never came. */
export type Outcome = 'acknowledged' | 'refused' | 'unknown'

/** A row of the database. */
export interface StoredRow {
  id: string
  name: string
  /** Null when it does not open. */
  password: string | null
}

/** Keeps what was promised about each connection, to hold it against the database later. */
export class Ledger {
  readonly counts: Record<Outcome, number> = { acknowledged: 0, refused: 0, unknown: 0 }
  readonly #entries: Entry[] = []

  /** One that is there. */
  add(id: string, saved: Saved): Entry {
    const entry: Entry = { id, possible: [saved] }
    this.#entries.push(entry)
    return entry
  }

  /** Begins one that nobody was told of yet. */
  begin(): Entry {
    const entry: Entry = { id: null, possible: [null] }
    this.#entries.push(entry)
    return entry
  }

  /** Writes down how a change of it to `next` ended. */
  note(entry: Entry, next: Saved | null, outcome: Outcome): void {
    this.counts[outcome]++
    if (outcome === 'acknowledged') entry.possible = [next]
    if (outcome === 'unknown') entry.possible.push(next)
  }

  get total(): number {
    return this.counts.acknowledged + this.counts.refused + this.counts.unknown
  }

  /** Everything that is not as it was promised, in words. */
  compare(rows: StoredRow[]): string[] {
    const byId = new Map(rows.map((row) => [row.id, row]))
    const byName = new Map(rows.map((row) => [row.name, row]))
    const seen = new Set<string>()
    const losses: string[] = []
    for (const { id, possible } of this.#entries) {
      const name = possible.find((one) => one !== null)?.name ?? ''
      const row = id === null ? byName.get(name) : byId.get(id)
      if (row) seen.add(row.id)
      const loss = lossOf(row, possible)
      if (loss) losses.push(`connection ${id ?? name} ${loss}`)
    }
    const strangers = rows.filter(({ id }) => !seen.has(id))
    return [...losses, ...strangers.map(({ id }) => `connection ${id} was made by nobody`)]
  }
}

function lossOf(row: StoredRow | undefined, possible: Entry['possible']): string | null {
  if (!row) return possible.includes(null) ? null : 'is gone'
  if (row.password === null) return 'does not open'
  const fits = possible.some((one) => one?.name === row.name && one.password === row.password)
  if (fits) return null
  return possible.every((one) => one === null) ? 'is back' : 'is not what was acknowledged last'
}
