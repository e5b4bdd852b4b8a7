import { inject } from '@adonisjs/core'
import { AuditTrail } from '#audit/audit_trail'
import { ApiError } from '#exceptions/api_error'
import type DatabaseConnection from '#models/database_connection'
import type PasswordRotation from '#models/password_rotation'
import type { Doer } from '#services/actor'
import { auditTarget } from '#services/connection_access'
import { isClaimed, PendingPasswords } from '#services/password_rotation/pending_passwords'
import { isUnreadable, PendingSettler } from '#services/password_rotation/pending_settler'

/** What a new attempt says of an earlier one. */
export interface Wishes {
  /** Somebody else makes the change, so that the stored password need not hold. */
  as?: object
  /** A pending password that does not open any more is given up. */
  dropUnreadable?: boolean
}

/** What is known of an earlier attempt when a new one begins. */
export interface Reconciled {
  connection: DatabaseConnection
  /**
   * Its row, whose place the new one takes: the target surely has not taken its password yet, or nobody can read it
   * any more, and it is null.
   */
  earlier: { pending: PasswordRotation; password: string | null } | null
  /** The user whose password it turned out to have changed. */
  finished: string | null
}

/** Finds out how attempts ended whose end nobody saw, before another one is made. */
@inject()
export class EarlierAttempts {
  constructor(
    private pendings: PendingPasswords,
    private settler: PendingSettler,
    private trail: AuditTrail
  ) {}

  /** @throws ApiError E_ROTATION_UNDER_WAY, E_PENDING_UNREADABLE, E_NOT_FOUND; ConnectorError; SealInvalidError */
  async reconcile(
    actor: Doer,
    connection: DatabaseConnection,
    wishes: Wishes
  ): Promise<Reconciled> {
    const pending = await this.pendings.find(connection)
    if (!pending) return { connection, earlier: null, finished: null }
    if (isClaimed(pending)) throw new ApiError('E_ROTATION_UNDER_WAY')
    try {
      return await this.settle(pending, wishes)
    } catch (error) {
      if (!isUnreadable(error) || !wishes.dropUnreadable) throw error
      return this.giveUp(actor, connection, pending, wishes)
    }
  }

  private async settle(pending: PasswordRotation, { as }: Wishes): Promise<Reconciled> {
    const settled = await this.settler.settle(pending)
    if (settled.outcome === 'undecided') throw settled.refusal
    const { connection } = settled
    if (settled.outcome === 'swapped') {
      return { connection, earlier: null, finished: pending.username }
    }
    if (settled.outcome === 'refused' && !as) throw settled.refusal
    return { connection, earlier: { pending, password: settled.password }, finished: null }
  }

  /** Only where another way in is known: the stored password, or somebody who makes the change. */
  private async giveUp(
    actor: Doer,
    connection: DatabaseConnection,
    pending: PasswordRotation,
    { as }: Wishes
  ): Promise<Reconciled> {
    if (!as) await this.settler.proveStored(connection)
    const { tenantId, userId, email, ip, requestId } = actor
    await this.trail.record({
      ...{ tenantId, actorId: userId, actorEmail: email, ip, requestId, durationMs: null },
      action: 'connection.rotate_password',
      target: auditTarget(connection),
      outcome: 'failure',
      code: 'E_PENDING_UNREADABLE',
    })
    return { connection, earlier: { pending, password: null }, finished: null }
  }
}
