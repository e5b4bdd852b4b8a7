import { inject } from '@adonisjs/core'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import connectorsConfig from '#config/connectors'
import { ApiError } from '#exceptions/api_error'
import type DatabaseConnection from '#models/database_connection'
import PasswordRotation from '#models/password_rotation'
import { ConnectionStore } from '#services/connection_store'
import { guardedChanges } from '#services/credential_plan'
import { engineOf } from '#services/engine_of'
import { isUniqueViolation } from '#services/is_unique_violation'
import { durableTransaction } from '#services/password_rotation/durable_transaction'

/** Milliseconds for which whoever changes a password has the connection to itself: a change, a sign-in, and some. */
const CLAIM = 2 * connectorsConfig.testDeadline + 60_000

type Owner = Pick<DatabaseConnection, 'id' | 'tenantId'>

/** The rows of passwords that targets are about to have: at most one for each connection. */
@inject()
export class PendingPasswords {
  constructor(private store: ConnectionStore) {}

  find({ id, tenantId }: Owner): Promise<PasswordRotation | null> {
    return PasswordRotation.query().where({ connectionId: id, tenantId }).first()
  }

  /** Those that nobody works on, oldest first; of one tenant, or of all. */
  idle(tenantId?: string): Promise<PasswordRotation[]> {
    const query = PasswordRotation.query().where('claimed_until', '<', Date.now())
    if (tenantId !== undefined) query.where('tenant_id', tenantId)
    return query.orderBy('created_at').orderBy('id')
  }

  /**
   * Keeps credentials from before the target hears of them, so that no power cut can take them away, and has the
   * connection to itself for a while.
   * @param earlier the row that this one takes the place of
   * @throws ApiError E_ROTATION_UNDER_WAY when somebody else has it; E_CONFLICT when the connection was changed
   */
  async claim(
    connection: DatabaseConnection,
    values: Pick<PasswordRotation, 'username' | 'sealedCredentials' | 'masterKeyId'>,
    earlier: PasswordRotation | null
  ): Promise<PasswordRotation> {
    const { id: connectionId, tenantId, version } = connection
    const owner = { connectionId, tenantId, version, claimedUntil: Date.now() + CLAIM }
    try {
      return await durableTransaction(async (client) => {
        if (!(await this.store.lock(connection, client))) throw new ApiError('E_CONFLICT')
        if (earlier && !(await removeAsRead(earlier, client))) throw underWay()
        return PasswordRotation.create({ ...owner, ...values }, { client })
      })
    } catch (error) {
      throw isUniqueViolation(error) ? underWay() : error
    }
  }

  /** Lets others at it again, before the claim would end by itself. */
  async release({ id }: PasswordRotation): Promise<void> {
    await PasswordRotation.query().where('id', id).update({ claimedUntil: 0 })
  }

  /** With the change that makes it needless, or because the target surely never took it. */
  async remove({ id }: PasswordRotation, client?: TransactionClientContract): Promise<void> {
    await PasswordRotation.query({ client }).where('id', id).delete()
  }

  /** Unless somebody claimed it since it was read. */
  removeUnclaimed(row: PasswordRotation): Promise<boolean> {
    return removeAsRead(row)
  }

  /**
   * Somebody changed a connection, whose row is written already in the same transaction. What is pending for a place
   * where it no longer points, or for a password that it no longer has, goes: no password is tried elsewhere than
   * where it was made for. Any other stays until the target says which password holds.
   * @throws ApiError E_ROTATION_UNDER_WAY when it would sign in otherwise while the target is being told
   */
  async giveWay(
    before: DatabaseConnection,
    after: DatabaseConnection,
    client: TransactionClientContract
  ): Promise<void> {
    const { id: connectionId, tenantId } = after
    const moves = guardedChanges(engineOf(after), after.config, before.config).length > 0
    if (!moves && after.sealedCredentials === before.sealedCredentials) return
    const pending = () => PasswordRotation.query({ client }).where({ connectionId, tenantId })
    if (moves || !after.credentialFields.includes('password')) {
      await pending().where('claimed_until', '<', Date.now()).delete()
    }
    if (await pending().where('claimed_until', '>=', Date.now()).first()) throw underWay()
  }
}

/** Whether somebody works on it. */
export function isClaimed({ claimedUntil }: PasswordRotation): boolean {
  return Number(claimedUntil) >= Date.now()
}

/** False when somebody claimed it, released it or took it away meanwhile. */
async function removeAsRead(
  { id, claimedUntil }: PasswordRotation,
  client?: TransactionClientContract
): Promise<boolean> {
  const asRead = { id, claimedUntil: Number(claimedUntil) }
  return Number(await PasswordRotation.query({ client }).where(asRead).delete()) > 0
}

function underWay(): ApiError {
  return new ApiError('E_ROTATION_UNDER_WAY')
}
