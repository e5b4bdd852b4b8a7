import type { Logger } from '@adonisjs/core/logger'
import { loggable } from '#exceptions/loggable'
import type { DueRotations } from '#services/password_rotation/due_rotations'
import type { PasswordRecovery } from '#services/password_rotation/password_recovery'

interface Work {
  recovery: PasswordRecovery
  due: DueRotations
}

/**
 * Milliseconds between two looks, spread so that many nodes do not look at the same moment. The first look is no
 * earlier: a server that is restarted again and again must not try passwords each time.
 */
const INTERVAL = { least: 30_000, spread: 60_000 }

/** Looks now and then, for as long as a server runs, for passwords to be changed and rotations to be finished. */
export class RotationScheduler {
  readonly #end = new AbortController()
  #timer: NodeJS.Timeout | undefined
  #underWay: Promise<void> = Promise.resolve()
  #hasRecovered = false

  constructor(
    private readonly work: () => Promise<Work>,
    private readonly logger: Pick<Logger, 'error'>,
    private readonly interval = INTERVAL
  ) {}

  start(): void {
    if (this.#end.signal.aborted) return
    const { least, spread } = this.interval
    const wait = least + Math.random() * spread
    this.#timer = setTimeout(() => {
      this.#underWay = this.#look().finally(() => this.start())
    }, wait).unref()
  }

  /** Begins nothing more, and resolves when what is under way has ended. */
  async stop(): Promise<void> {
    this.#end.abort()
    clearTimeout(this.#timer)
    await this.#underWay
  }

  async #look(): Promise<void> {
    try {
      const { recovery, due } = await this.work()
      if (!this.#hasRecovered) await recovery.recoverAll()
      this.#hasRecovered = true
      await due.run({ signal: this.#end.signal })
    } catch (error) {
      this.logger.error({ error: loggable(error) }, 'looking for passwords to change failed')
    }
  }
}
