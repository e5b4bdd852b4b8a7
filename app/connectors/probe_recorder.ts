import type { Probe, ProbeName } from '#connectors/contracts'

/** What a stage met, whether it then passed or not. */
export type Shown = Pick<Probe, 'certificate' | 'hostKey'>

/** The clock of a test's stages: each lasts from the end of the one before it. */
export class ProbeRecorder {
  readonly #results = new Map<ProbeName, Probe>()
  readonly #shown = new Map<ProbeName, Shown>()
  #lapStart = performance.now()

  constructor(
    private readonly stages: readonly ProbeName[],
    private readonly onProbe: (probe: Probe) => void = () => {}
  ) {}

  /** Marks a stage as passed; stages before it that nobody passed were not needed. A second time changes nothing. */
  pass(name: ProbeName) {
    if (this.#results.has(name) || !this.stages.includes(name)) return
    for (const earlier of this.stages.slice(0, this.stages.indexOf(name))) this.skip(earlier)
    this.#report({ name, status: 'passed', ms: this.#lap() })
  }

  /** Marks a stage as not needed, such as tls on a connection without it. */
  skip(name: ProbeName) {
    if (this.#results.has(name) || !this.stages.includes(name)) return
    this.#report({ name, status: 'skipped', ms: null })
  }

  /** Marks the stage that the failure is known to belong to as failed, else the one under way. */
  fail(known: ProbeName | null) {
    const pending = this.stages.filter((stage) => !this.#results.has(stage))
    const isPossible = known && this.#results.get(known)?.status !== 'passed'
    const name = isPossible && this.stages.includes(known) ? known : pending[0]
    if (!name) return
    this.#report({ name, status: 'failed', ms: this.#lap() })
    for (const stage of pending) this.skip(stage)
  }

  /** Keeps what a stage under way met, to be told with its result. */
  note(name: ProbeName, shown: Shown) {
    this.#shown.set(name, { ...this.#shown.get(name), ...shown })
  }

  /** Every stage in order. */
  get probes(): Probe[] {
    return this.stages.map(
      (name) => this.#results.get(name) ?? { name, status: 'skipped', ms: null }
    )
  }

  #report(result: Probe) {
    const probe = { ...result, ...this.#shown.get(result.name) }
    this.#results.set(probe.name, probe)
    this.onProbe({ ...probe })
  }

  #lap(): number {
    const now = performance.now()
    const ms = Math.round((now - this.#lapStart) * 10) / 10
    this.#lapStart = now
    return ms
  }
}
