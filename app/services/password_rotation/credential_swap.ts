import { inject } from '@adonisjs/core'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { TestResult } from '#connectors/contracts'
import { ApiError } from '#exceptions/api_error'
import type DatabaseConnection from '#models/database_connection'
import type PasswordRotation from '#models/password_rotation'
import { ConnectionStore } from '#services/connection_store'
import { guardedChanges } from '#services/credential_plan'
import { CredentialSealer } from '#services/credential_sealer'
import { engineOf } from '#services/engine_of'
import { PendingPasswords } from '#services/password_rotation/pending_passwords'
import { ScheduleStore } from '#services/password_rotation/schedule_store'
import { targetText } from '#services/target_text'
import { figuresOf } from '#services/test_figures'

/** A password that the target has just let somebody in with. */
export interface Proof {
  /** As it was when it was tried. */
  connection: DatabaseConnection
  pending: PasswordRotation
  password: string
  result: TestResult
}

/** Gives a connection the credentials that were proved to hold. */
@inject()
export class CredentialSwap {
  constructor(
    private store: ConnectionStore,
    private sealer: CredentialSealer,
    private pendings: PendingPasswords,
    private schedules: ScheduleStore
  ) {}

  /**
   * Does what must not happen inside a transaction, and returns what must. Whatever else was edited meanwhile stays;
   * when the connection points elsewhere, the proof says nothing of it.
   * @throws ApiError E_NOT_FOUND, E_CONFLICT
   */
  async prepare(proof: Proof) {
    const { pending, password } = proof
    const fresh = await this.refreshed(proof)
    const stored = await this.sealer.open(fresh)
    const { username } = pending
    const isDone = stored.password === password && fresh.config.username === username
    if (isDone) return this.alreadyDone(fresh, pending)
    const config = { ...fresh.config, username }
    const target = targetText(engineOf(fresh), config)
    const sealed = await this.sealer.sealAnew(fresh, { ...stored, password })
    return async (client: TransactionClientContract) => {
      const values = { config, target, ...sealed }
      const swapped = await this.store.replaceSignIn(fresh, values, figuresOf(proof.result), client)
      if (!swapped) throw new ApiError('E_CONFLICT')
      await this.pendings.remove(pending, client)
      await this.schedules.recordRotation(fresh, username, client)
      return swapped
    }
  }

  /** Somebody else proved it at the same time, and was faster. */
  private alreadyDone(fresh: DatabaseConnection, pending: PasswordRotation) {
    return async (client: TransactionClientContract) => {
      await this.pendings.remove(pending, client)
      return fresh
    }
  }

  private async refreshed({ connection, pending }: Proof): Promise<DatabaseConnection> {
    const fresh = await this.store.findOfTenant(connection.tenantId, connection.id)
    if (!fresh) throw new ApiError('E_NOT_FOUND')
    const tried = { ...connection.config, username: fresh.config.username }
    const hasMoved = guardedChanges(engineOf(fresh), fresh.config, tried).length > 0
    const users = [connection.config.username, pending.username]
    if (hasMoved || !users.includes(fresh.config.username)) throw new ApiError('E_CONFLICT')
    return fresh
  }
}
