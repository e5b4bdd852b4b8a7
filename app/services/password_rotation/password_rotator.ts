import { inject } from '@adonisjs/core'
import { AuditedActions } from '#audit/audited_actions'
import { generatePassword } from '#connectors/generated_password'
import { ApiError } from '#exceptions/api_error'
import type DatabaseConnection from '#models/database_connection'
import type { Actor, Doer } from '#services/actor'
import { auditTarget, ConnectionAccess } from '#services/connection_access'
import { ConnectionStore } from '#services/connection_store'
import { CredentialSealer } from '#services/credential_sealer'
import { CredentialSwap } from '#services/password_rotation/credential_swap'
import { EarlierAttempts, type Reconciled } from '#services/password_rotation/earlier_attempts'
import { PendingPasswords } from '#services/password_rotation/pending_passwords'
import { planRotation } from '#services/password_rotation/rotation_plan'
import { TargetPassword, type Change } from '#services/password_rotation/target_password'
import { systemOf } from '#services/system_actor'

export interface RotationRequest {
  /** The other one of two users that take turns: its password is changed, and the connection becomes its. */
  alternateUsername?: string
  /** Who changes the password, if not the connection's user; used once and kept nowhere. */
  as?: { username: string; password: string }
  /** Gives up a pending password that does not open any more, if the stored one still holds. */
  dropUnreadable?: boolean
}

/** Changes passwords of connections at their targets, so that at every moment one of those we keep holds. */
@inject()
export class PasswordRotator {
  constructor(
    private access: ConnectionAccess,
    private store: ConnectionStore,
    private sealer: CredentialSealer,
    private audited: AuditedActions,
    private pendings: PendingPasswords,
    private earlier: EarlierAttempts,
    private target: TargetPassword,
    private swap: CredentialSwap
  ) {}

  /**
   * @param signal ends it only until the target is about to be told
   * @throws ApiError E_NOT_FOUND, E_PASSWORD_UNCHANGEABLE, E_INVALID, E_ROTATION_UNDER_WAY, E_CONFLICT,
   *   E_PENDING_UNREADABLE; E_AUTHORIZATION_FAILURE; ConnectorError
   */
  async rotate(
    actor: Actor,
    id: string,
    request: RotationRequest,
    signal: AbortSignal
  ): Promise<DatabaseConnection> {
    const connection = await this.access.find(actor, id)
    return this.run(actor, connection, request, async () => {
      const { alternateUsername, dropUnreadable = false } = request
      const isUsual = alternateUsername === undefined && !dropUnreadable
      const action = isUsual ? 'rotatePassword' : 'alternateUser'
      await this.access.policyOf(actor).authorize(action, connection)
      signal.throwIfAborted()
    })
  }

  /** The same for an operator at the console, or for a schedule. */
  async rotateAsSystem(
    tenantId: string,
    id: string,
    request: RotationRequest
  ): Promise<DatabaseConnection> {
    const connection = await this.store.findOfTenant(tenantId, id)
    if (!connection) throw new ApiError('E_NOT_FOUND')
    return this.run(systemOf(tenantId), connection, request, async () => {})
  }

  private async run(
    actor: Doer,
    connection: DatabaseConnection,
    request: RotationRequest,
    authorize: () => Promise<void>
  ): Promise<DatabaseConnection> {
    const target = auditTarget(connection)
    const begun: Change[] = []
    try {
      return await this.audited.change(
        { actor, action: 'connection.rotate_password', target },
        async () => {
          await authorize()
          const reconciled = await this.earlier.reconcile(actor, connection, request)
          const { finished } = reconciled
          if (finished !== null && finished === request.alternateUsername) {
            return async () => reconciled.connection
          }
          const change = await this.begin(reconciled, request)
          begun.push(change)
          return this.swap.prepare({ ...change, result: await this.target.change(change) })
        }
      )
    } finally {
      // Where this fails, the claim ends by itself.
      for (const { pending } of begun) await this.pendings.release(pending).catch(() => {})
    }
  }

  /**
   * Keeps the new password before anybody is told. An attempt that seems to have failed is repeated with the same
   * one: should the target carry it out late, it still is one that we know.
   */
  private async begin(
    { connection, earlier }: Reconciled,
    { alternateUsername, as }: RotationRequest
  ): Promise<Change> {
    const { engine, username, rules } = planRotation(connection, alternateUsername)
    const known = earlier?.pending.username === username ? earlier.password : null
    const password = known ?? generatePassword(rules)
    const stored = await this.sealer.open(connection)
    const { sealedCredentials, masterKeyId } = await this.sealer.sealAnew(connection, {
      ...stored,
      password,
    })
    const pending = await this.pendings.claim(
      connection,
      { username, sealedCredentials, masterKeyId },
      earlier?.pending ?? null
    )
    return { connection, engine, pending, isRepeated: known !== null, stored, password, as }
  }
}
