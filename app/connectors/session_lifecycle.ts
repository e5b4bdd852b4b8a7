import { abortable, settled, withDeadline } from '#connectors/abortable'
import type { ConnectorOptions } from '#connectors/engine'
import { Opening } from '#connectors/opening'
import type { ProbeRecorder } from '#connectors/probe_recorder'

/** How long a target may take to cancel a query, or to say goodbye, before its sockets are destroyed. */
const INTERRUPT_TIMEOUT = 2_000
const CLOSE_TIMEOUT = 1_000

/** What an engine does with its own kind of session. */
interface SessionHooks<Session> {
  open(opening: Opening): Promise<Session>
  close(session: Session): Promise<void>
  interrupt(session: Session, opening: Opening): Promise<void>
}

/** What a session is opened for, besides reading a little. */
interface Purpose {
  writes?: boolean
  imports?: boolean
}

export interface HeldSession<Session> {
  session: Session
  opening: Opening
  /** Operations that were begun on it. */
  runs: number
  ending: Promise<void> | null
}

/** Not the way in failed, but what was asked of an open session. */
export class FailedAtWork extends Error {
  constructor(cause: unknown) {
    super('An operation failed', { cause })
  }
}

/** Opens, runs, interrupts and closes sessions so that none outlives its purpose. */
export class SessionLifecycle<Session> {
  readonly #endings = new Set<Promise<void>>()

  constructor(
    private readonly hooks: SessionHooks<Session>,
    private readonly options: ConnectorOptions
  ) {}

  /** @throws DeadlinePassed, ConnectorError, the signal's reason, or whatever the driver throws */
  async open(
    probes: ProbeRecorder,
    signal: AbortSignal,
    purpose: Purpose = {}
  ): Promise<HeldSession<Session>> {
    const { budget, connectTimeout, target } = this.options
    const giveBack = await budget.take(target.tenantId)
    return withDeadline('connect', connectTimeout, [signal], (connectSignal) =>
      this.#open(this.#newOpening(probes, connectSignal, giveBack, purpose))
    )
  }

  /**
   * Runs one operation; when the signal aborts first, the target is told to stop and the session ends.
   *
   * @throws FailedAtWork around what the work throws, or the signal's reason
   */
  async run<T>(
    held: HeldSession<Session>,
    signal: AbortSignal,
    work: (session: Session) => Promise<T>
  ): Promise<T> {
    held.runs += 1
    held.opening.startMeters()
    try {
      return await abortable(work(held.session), signal)
    } catch (error) {
      if (!signal.aborted) throw new FailedAtWork(held.opening.explain(error))
      void this.#end(held, () => this.#interrupt(held))
      throw error
    } finally {
      held.opening.stopMeters()
    }
  }

  close(held: HeldSession<Session>): Promise<void> {
    return this.#end(held, () => this.#close(held))
  }

  /** Resolves when every session that is ending has ended. */
  async allEnded(): Promise<void> {
    while (this.#endings.size > 0) await Promise.all(this.#endings)
  }

  #newOpening(
    probes: ProbeRecorder,
    signal: AbortSignal,
    giveBack: () => void,
    { writes, imports }: Purpose
  ): Opening {
    const { target, egress, limits } = this.options
    const opening = new Opening({
      target,
      egress,
      probes,
      // What is imported is as large as it is; engines bound each message of it.
      wireBytes: imports ? Number.POSITIVE_INFINITY : limits.wireBytes,
      writes,
      imports,
      signal,
    })
    opening.onTeardown(giveBack)
    return opening
  }

  async #open(opening: Opening): Promise<HeldSession<Session>> {
    try {
      const session = await abortable(this.hooks.open(opening), opening.signal)
      opening.stopMeters()
      return { session, opening, runs: 0, ending: null }
    } catch (error) {
      this.#giveUp(opening)
      throw opening.explain(error)
    }
  }

  /** Whoever wanted the session does not wait for a farewell; whoever disposes of everything does. */
  #giveUp(opening: Opening) {
    const { farewell } = opening
    if (!farewell) return opening.tearDown()
    const ending = settled(farewell, CLOSE_TIMEOUT).finally(() => {
      opening.tearDown()
      this.#endings.delete(ending)
    })
    this.#endings.add(ending)
  }

  async #interrupt({ session, opening }: HeldSession<Session>) {
    opening.lost()
    await settled(() => this.hooks.interrupt(session, opening), INTERRUPT_TIMEOUT)
    opening.tearDown()
  }

  async #close({ session, opening }: HeldSession<Session>) {
    if (!opening.isLost) await settled(() => this.hooks.close(session), CLOSE_TIMEOUT)
    opening.tearDown()
  }

  /** A session ends once, in the way that was asked for first. */
  #end(held: HeldSession<Session>, how: () => Promise<void>): Promise<void> {
    if (held.ending) return held.ending
    const ending = how().finally(() => this.#endings.delete(ending))
    this.#endings.add(ending)
    held.ending = ending
    return ending
  }
}
