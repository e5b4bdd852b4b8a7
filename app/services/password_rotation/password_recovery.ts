import type { ConnectorError } from '#connectors/connector_error'
import type { AnyCode } from '#exceptions/codes'
import { describeError } from '#exceptions/describe_error'
import type DatabaseConnection from '#models/database_connection'
import type PasswordRotation from '#models/password_rotation'
import type { ConnectionStore } from '#services/connection_store'
import type { PendingPasswords } from '#services/password_rotation/pending_passwords'
import {
  isUnreadable,
  type PendingSettler,
  type Settled,
} from '#services/password_rotation/pending_settler'
import { SingleFlight } from '#vault/single_flight'

/**
 * Milliseconds for which a password is kept that a target refuses: what was asked of it and is still under way there
 * is carried out, or has failed, long before.
 */
const KEPT = 10 * 60_000

export interface Recovery {
  connectionId: string
  /** `dropped`: the target refuses it for good. `kept`: it may still be carrying it out. */
  outcome: 'swapped' | 'dropped' | 'kept' | 'undecided'
  /** Why it is undecided. */
  code: AnyCode | null
}

/** Finishes rotations whose end nobody saw: a crash may have come at any moment. One for the whole process. */
export class PasswordRecovery {
  readonly #healings = new SingleFlight<DatabaseConnection | null>()

  constructor(
    private readonly store: ConnectionStore,
    private readonly pendings: PendingPasswords,
    private readonly settler: PendingSettler
  ) {}

  /**
   * What a connection is now whose stored password was refused, if there is something newer to sign in with; else
   * null. However many ask at once, the target is asked once.
   */
  heal(refused: DatabaseConnection, refusal: ConnectorError): Promise<DatabaseConnection | null> {
    return this.#healings.run(`${refused.id}:${refused.version}`, async () => {
      const latest = await this.store.findOfTenant(refused.tenantId, refused.id)
      const pending = latest && (await this.pendings.find(latest))
      const adopted = pending && (await this.#adopted(pending, refusal))
      if (adopted) return adopted
      return latest?.version === refused.version ? null : latest
    })
  }

  /** One that does not open is left to who changes the password next: the target's refusal says enough here. */
  async #adopted(
    pending: PasswordRotation,
    storedRefusal: ConnectorError
  ): Promise<DatabaseConnection | null> {
    try {
      const settled = await this.settler.settle(pending, { storedRefusal })
      return settled.outcome === 'swapped' ? settled.connection : null
    } catch (error) {
      if (isUnreadable(error)) return null
      throw error
    }
  }

  /** Settles what nobody works on; of one tenant, or of all. One after the other, for each is a target to be asked. */
  async recoverAll(tenantId?: string): Promise<Recovery[]> {
    const recoveries: Recovery[] = []
    for (const pending of await this.pendings.idle(tenantId)) {
      recoveries.push(await this.#recover(pending))
    }
    return recoveries
  }

  async #recover(pending: PasswordRotation): Promise<Recovery> {
    const { connectionId } = pending
    try {
      const settled = await this.settler.settle(pending)
      if ('refusal' in settled) throw settled.refusal
      const outcome = await this.#conclude(pending, settled)
      return { connectionId, outcome, code: null }
    } catch (error) {
      // The next one may be luckier.
      const code = describeError(error).errors[0]?.code ?? null
      return { connectionId, outcome: 'undecided', code }
    }
  }

  async #conclude(
    pending: PasswordRotation,
    { outcome }: Exclude<Settled, { refusal: ConnectorError }>
  ): Promise<Recovery['outcome']> {
    if (outcome === 'swapped') return outcome
    const isOld = pending.createdAt.toMillis() < Date.now() - KEPT
    return isOld && (await this.pendings.removeUnclaimed(pending)) ? 'dropped' : 'kept'
  }
}
