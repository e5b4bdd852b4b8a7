import { inject } from '@adonisjs/core'
import { ConnectorError } from '#connectors/connector_error'
import { ConnectorManager } from '#connectors/connector_manager'
import type { TestResult } from '#connectors/contracts'
import { ApiError } from '#exceptions/api_error'
import type DatabaseConnection from '#models/database_connection'
import type PasswordRotation from '#models/password_rotation'
import { isClaimed, PendingPasswords } from '#services/password_rotation/pending_passwords'
import { ownUsername, type RotationPlan } from '#services/password_rotation/rotation_plan'
import { refusalOf, TargetSignIn, targetFor } from '#services/password_rotation/target_sign_in'

/** A change that is about to be made: everything that it needs is kept already. */
export interface Change {
  connection: DatabaseConnection
  engine: RotationPlan['engine']
  pending: PasswordRotation
  /** An earlier attempt had the same password. */
  isRepeated: boolean
  stored: Record<string, string>
  /** The new one. */
  password: string
  /** Who changes it, if not the connection's user. */
  as?: { username: string; password: string }
}

/** Changes a password at a target, and believes it only when somebody gets in with it. */
@inject()
export class TargetPassword {
  constructor(
    private connectors: ConnectorManager,
    private signIn: TargetSignIn,
    private pendings: PendingPasswords
  ) {}

  /**
   * Resolves with the sign-in that proves it.
   * @throws ConnectorError; the row is gone then if the target surely has not taken the new password, and else stays
   */
  async change(change: Change): Promise<TestResult> {
    const failure = await this.tell(change)
    const { connection, pending, stored, password } = change
    const { username } = pending
    const credentials = { ...stored, password }
    const { verdict, result } = await this.signIn.try(connection, { username, credentials })
    if (verdict === 'accepted') return result
    if (verdict === 'unfit') {
      await this.pendings.remove(pending)
      throw refusalOf(result)
    }
    throw failure ?? notYet(result)
  }

  /** Null when the target says that it has done it, else why that is not known. */
  private async tell(change: Change): Promise<Error | null> {
    const { connection, engine, pending, stored, password } = change
    const { username } = pending
    const by = change.as ?? {
      username: ownUsername(connection) ?? '',
      password: stored.password ?? '',
    }
    const credentials = { ...stored, password: by.password }
    const target = targetFor(connection, { username: by.username, credentials })
    const current = by.username === username ? by.password : null
    // Whoever was stopped for a while may have lost the connection to somebody else.
    if (!isClaimed(pending)) throw new ApiError('E_ROTATION_UNDER_WAY')
    const { signal } = new AbortController()
    try {
      await this.connectors.changePassword(
        engine.name,
        target,
        { username, password, current },
        { signal }
      )
      return null
    } catch (error) {
      const isDefinite = error instanceof ConnectorError && error.definite
      if (!isDefinite) return error as Error
      if (!change.isRepeated || error.code === 'password_rejected')
        await this.pendings.remove(pending)
      throw error
    }
  }
}

/** Servers that copy their users from another one may take a moment. */
function notYet(result: TestResult): ConnectorError {
  const { code, field, probe } = refusalOf(result)
  return new ConnectorError(
    code,
    'The server has changed the password, but does not let anybody in with the new one yet.',
    {
      field,
      probe: probe ?? undefined,
      hint: 'Both passwords are kept, and whichever holds is used. Test the connection in a moment.',
    }
  )
}
