import { inject } from '@adonisjs/core'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { AuditAction } from '#audit/actions'
import { AuditTrail, type AuditEntry, type Recorder } from '#audit/audit_trail'
import { TrailUnavailable } from '#audit/trail_unavailable'
import { describeError } from '#exceptions/describe_error'
import type { Doer } from '#services/actor'

export interface AuditedAction {
  actor: Doer
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
    prepare: () => Promise<(client: TransactionClientContract, record: Recorder) => Promise<T>>
  ): Promise<T> {
    return this.attempt(entry, async (eventOf) => {
      const write = await prepare()
      return this.trail.transaction(entry.actor.tenantId, async (client, record) => {
        const result = await write(client, record)
        await record(eventOf(SUCCESS))
        return result
      })
    })
  }

  /** Runs something that changes nothing of ours, and answers only once its row is written. */
  async observe<T>(entry: AuditedAction, run: () => Promise<T>): Promise<T> {
    return this.attempt(entry, async (eventOf) => {
      const result = await run()
      await this.trail.record(eventOf(SUCCESS))
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
    return this.attempt(entry, async (eventOf) => {
      const result = await run()
      await this.trail.transaction(entry.actor.tenantId, async (client, record) => {
        await store(result, client)
        await record(eventOf(endingOf(result)))
      })
      return result
    })
  }

  private async attempt<T>(
    entry: AuditedAction,
    work: (eventOf: (ending: Ending) => AuditEntry) => Promise<T>
  ): Promise<T> {
    const eventOf = eventsOf(entry)
    try {
      return await work(eventOf)
    } catch (error) {
      if (!(error instanceof TrailUnavailable)) {
        await this.trail.record(eventOf(endingOfFailure(error)))
      }
      throw error
    }
  }
}

/** Makes the action's event once it is known how it ended; the clock runs from here on. */
function eventsOf({ actor, action, target }: AuditedAction) {
  const started = performance.now()
  const { tenantId, userId, email, ip, requestId } = actor
  const who = { tenantId, actorId: userId, actorEmail: email, ip, requestId }
  return (ending: Ending): AuditEntry => {
    const durationMs = Math.round(performance.now() - started)
    return { ...who, action, target, ...ending, durationMs }
  }
}

function endingOfFailure(error: unknown): Ending {
  const { status, errors } = describeError(error)
  return { outcome: status === 403 ? 'denied' : 'failure', code: errors[0]?.code ?? null }
}
