import { inject } from '@adonisjs/core'
import logger from '@adonisjs/core/services/logger'
import { AuditTrail } from '#audit/audit_trail'
import { ConnectorError } from '#connectors/connector_error'
import { ApiError } from '#exceptions/api_error'
import { loggable } from '#exceptions/loggable'
import type DatabaseConnection from '#models/database_connection'
import type PasswordRotation from '#models/password_rotation'
import { auditTarget } from '#services/connection_access'
import { ConnectionStore } from '#services/connection_store'
import { CredentialSealer } from '#services/credential_sealer'
import { CredentialSwap, type Proof } from '#services/password_rotation/credential_swap'
import { ownUsername } from '#services/password_rotation/rotation_plan'
import { refusalOf, type SignIn, TargetSignIn } from '#services/password_rotation/target_sign_in'
import { SYSTEM } from '#services/system_actor'
import { SealInvalidError } from '#vault/errors'

/** What the target said of a password that was pending. */
export type Settled =
  /** It holds, and the connection has it now. */
  | { outcome: 'swapped'; connection: DatabaseConnection }
  /** It does not hold, and the stored one does. */
  | { outcome: 'unchanged'; connection: DatabaseConnection; password: string }
  /** Neither holds. */
  | {
      outcome: 'refused'
      connection: DatabaseConnection
      password: string
      refusal: ConnectorError
    }
  | { outcome: 'undecided'; refusal: ConnectorError }

/** How often others may be faster at changing the same connection. */
const ATTEMPTS = 3

/** Asks targets which password holds, the pending one first and each of the two once, and acts on the answer. */
@inject()
export class PendingSettler {
  constructor(
    private store: ConnectionStore,
    private sealer: CredentialSealer,
    private signIn: TargetSignIn,
    private swap: CredentialSwap,
    private trail: AuditTrail
  ) {}

  /**
   * @param known that the target has just refused the stored password: it is not tried again
   * @throws ApiError E_NOT_FOUND, E_PENDING_UNREADABLE; SealInvalidError
   */
  async settle(
    pending: PasswordRotation,
    known?: { storedRefusal: ConnectorError }
  ): Promise<Settled> {
    const connection = await this.store.findOfTenant(pending.tenantId, pending.connectionId)
    if (!connection) throw new ApiError('E_NOT_FOUND')
    const stored = await this.sealer.open(connection)
    const password = await this.openPassword(pending)
    const { username } = pending
    const newest = await this.signIn.try(connection, {
      username,
      credentials: { ...stored, password },
    })
    const { verdict, result } = newest
    if (verdict === 'accepted') {
      const swapped = await this.adopt({ connection, pending, password, result })
      return { outcome: 'swapped', connection: swapped }
    }
    if (verdict === 'unknown') return { outcome: 'undecided', refusal: refusalOf(result) }
    const tried = { connection, password }
    if (known) return { outcome: 'refused', ...tried, refusal: known.storedRefusal }
    const old = await this.tryStored(connection, stored)
    if (old.verdict === 'accepted') return { outcome: 'unchanged', ...tried }
    const outcome = old.verdict === 'refused' ? 'refused' : 'undecided'
    return { outcome, ...tried, refusal: refusalOf(old.result) }
  }

  /** @throws ConnectorError when the target does not let anybody in with the stored password; SealInvalidError */
  async proveStored(connection: DatabaseConnection): Promise<void> {
    const stored = await this.sealer.open(connection)
    const { verdict, result } = await this.tryStored(connection, stored)
    if (verdict === 'accepted') return
    const refusal = refusalOf(result)
    throw verdict === 'refused' ? noneLeft(refusal) : refusal
  }

  private async openPassword(pending: PasswordRotation): Promise<string> {
    try {
      const { password = '' } = await this.sealer.openPending(pending)
      return password
    } catch (cause) {
      if (!(cause instanceof SealInvalidError)) throw cause
      const { id, connectionId } = pending
      logger.error({ error: loggable(cause), id, connectionId }, 'a pending password does not open')
      throw new ApiError('E_PENDING_UNREADABLE', { cause })
    }
  }

  private tryStored(
    connection: DatabaseConnection,
    credentials: Record<string, string>
  ): Promise<SignIn> {
    const username = ownUsername(connection) ?? ''
    return this.signIn.try(connection, { username, credentials })
  }

  /** Edits of the same moment are kept: the swap is then made on top of them. */
  private async adopt(proof: Proof, attempt = 1): Promise<DatabaseConnection> {
    const { connection } = proof
    const write = await this.swap.prepare(proof)
    try {
      return await this.trail.transaction(connection.tenantId, async (client, record) => {
        const swapped = await write(client)
        const target = auditTarget(connection)
        const { tenantId } = connection
        await record({ ...SYSTEM, tenantId, action: 'connection.rotate_password', target })
        return swapped
      })
    } catch (error) {
      if (!isConflict(error) || attempt === ATTEMPTS) throw error
      return this.adopt(proof, attempt + 1)
    }
  }
}

/** Whether an error says of a pending password that it does not open any more. */
export function isUnreadable(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'E_PENDING_UNREADABLE'
}

function noneLeft({ code, field, probe }: ConnectorError): ConnectorError {
  return new ConnectorError(
    code,
    'The server refuses the stored password, and the copy of the new one does not open.',
    {
      field,
      probe: probe ?? undefined,
      hint: 'Enter the password that holds, or name somebody who may change it.',
    }
  )
}

function isConflict(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'E_CONFLICT'
}
