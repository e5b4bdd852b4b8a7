import { inject } from '@adonisjs/core'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { AuditAction } from '#audit/actions'
import { AuditTrail, type AuditEntry } from '#audit/audit_trail'
import { ApiError } from '#exceptions/api_error'
import { describeError } from '#exceptions/describe_error'
import type { Actor } from '#services/actor'

export interface AuditedAction {
  actor: Actor
  action: AuditAction
  target: NonNullable<AuditEntry['target']>
}

/** How something ended that did not throw; nothing said means well. */
type Ending = Pick<AuditEntry, 'outcome' | 'code'>

const SUCCESS: Ending = { outcome: 'success', code: null }

/** Runs what must be audited, so that nothing is done or told without its row in the trail. */
@inject()
export class AuditedActions {
  constructor(private trail: AuditTrail) {}

  /**
   * Runs a change. `prepare` does what must not happen inside a transaction and returns what must; that and its
   * row commit together, or neither does.
   */
  async change<T>(
    entry: AuditedAction,
    prepare: () => Promise<(client: TransactionClientContract) => Promise<T>>
  ): Promise<T> {
    return this.attempt(entry, async (record) => {
      const write = await prepare()
      return db.transaction(async (client) => {
        const result = await write(client)
        await record(SUCCESS, client)
        return result
      })
    })
  }

  /** Runs something that changes nothing of ours, and answers only once its row is written. */
  async observe<T>(entry: AuditedAction, run: () => Promise<T>): Promise<T> {
    return this.attempt(entry, async (record) => {
      const result = await run()
      await record(SUCCESS)
      return result
    })
  }

  /** Runs something whose result says how it ended, and stores both with its row. */
  async conclude<T>(
    entry: AuditedAction,
    run: () => Promise<T>,
    endingOf: (result: T) => Ending,
    store: (result: T, client: TransactionClientContract) => Promise<void>
  ): Promise<T> {
    return this.attempt(entry, async (record) => {
      const result = await run()
      await db.transaction(async (client) => {
        await store(result, client)
        await record(endingOf(result), client)
      })
      return result
    })
  }

  private async attempt<T>(
    entry: AuditedAction,
    work: (record: Recorder) => Promise<T>
  ): Promise<T> {
    const record = this.recorder(entry)
    try {
      return await work(record)
    } catch (error) {
      if (!(error instanceof TrailUnavailable)) await record(endingOfFailure(error))
      throw error
    }
  }

  private recorder({ actor, action, target }: AuditedAction): Recorder {
    const started = performance.now()
    const { tenantId, userId, email, ip, requestId } = actor
    const who = { tenantId, actorId: userId, actorEmail: email, ip, requestId }
    return async (ending, client) => {
      const durationMs = Math.round(performance.now() - started)
      try {
        await this.trail.record({ ...who, action, target, ...ending, durationMs }, client)
      } catch (cause) {
        throw new TrailUnavailable(cause)
      }
    }
  }
}

type Recorder = (ending: Ending, client?: TransactionClientContract) => Promise<void>

/** The trail could not be written: what was asked for is not done, or not told. */
class TrailUnavailable extends ApiError {
  constructor(cause: unknown) {
    super('E_UNAVAILABLE', { cause })
  }
}

function endingOfFailure(error: unknown): Ending {
  const { status, errors } = describeError(error)
  return { outcome: status === 403 ? 'denied' : 'failure', code: errors[0]?.code ?? null }
}
