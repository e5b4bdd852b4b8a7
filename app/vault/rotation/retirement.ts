import { DateTime } from 'luxon'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { AuditTrail } from '#audit/audit_trail'
import RetiredKey from '#models/retired_key'
import { isRetired } from '#vault/is_retired'
import type { MasterKeyring } from '#vault/master_keyring'
import { KeysRefusedError } from '#vault/rotation/errors'
import { retirement } from '#vault/rotation/key_trail'
import { refuseUnknownKey } from '#vault/rotation/known_key_ids'
import { withLease } from '#vault/rotation/key_work_lease'
import { lockOutWriters } from '#vault/rotation/lock_out_writers'
import { isTransient, retryTransient } from '#vault/rotation/retry_transient'
import type { Unreadable } from '#vault/rotation/resealer'
import {
  Verification,
  type VerificationReport,
  type VerificationRequest,
} from '#vault/rotation/verification'
import type { TenantKeysOptions } from '#vault/tenant_keys'

/** Rows that the message names before it only counts. */
const NAMED = 3

export interface RetirementReport {
  masterKeyId: string
  /** Rows that opened without it while nobody could write. */
  openedRows: number
  /** Milliseconds for which writers had to wait. */
  lockedFor: number
}

/** Takes a master key out of use for good, once it is proved that nothing needs it. */
export class Retirement {
  /** @param keyring what is left without the key: the proof is that this opens everything */
  constructor(
    private readonly keyring: MasterKeyring,
    private readonly options: TenantKeysOptions,
    private readonly trail: AuditTrail
  ) {}

  /**
   * @throws {KeysRefusedError} when something still needs the key, it is active, unknown or retired already, or writers
   *   leave no moment to lock them out
   * @throws {LeaseHeldError} when keys are being rotated or retired
   */
  async retire(
    masterKeyId: string,
    onProgress: NonNullable<VerificationRequest['onProgress']>
  ): Promise<RetirementReport> {
    await this.#refuse(masterKeyId)
    const verification = new Verification(this.keyring, this.options)
    try {
      return await withLease(async () => {
        refuseFaults(masterKeyId, await verification.run({ onProgress }))
        return retryTransient(() => this.#commit(masterKeyId, verification)).catch(refuseBusy)
      })
    } finally {
      verification.dispose()
    }
  }

  async #refuse(masterKeyId: string): Promise<void> {
    if (this.keyring.find(masterKeyId)) {
      throw new TypeError('The ring that proves that a key is not needed must not hold it')
    }
    if (await isRetired(masterKeyId)) {
      throw new KeysRefusedError(`The master key ${masterKeyId} is retired already`)
    }
    await refuseUnknownKey(masterKeyId)
  }

  /**
   * With writers locked out, everything is read again; what has changed since it was opened is opened again. Only then
   * the key is retired, in the same transaction.
   */
  #commit(masterKeyId: string, verification: Verification): Promise<RetirementReport> {
    return this.trail.transaction(null, async (client, record) => {
      const started = performance.now()
      await insertRow(masterKeyId, client)
      await lockOutWriters(client)
      const report = await verification.run({ client })
      refuseFaults(masterKeyId, report)
      const openedRows = report.columns.reduce((sum, { opened }) => sum + opened, 0)
      await RetiredKey.query({ client }).where({ masterKeyId }).update({ openedRows })
      await record(retirement(masterKeyId, openedRows))
      return { masterKeyId, openedRows, lockedFor: performance.now() - started }
    })
  }
}

/** First of all: on SQLite it takes the one write lock, on MySQL it is what the triggers wait for. */
async function insertRow(masterKeyId: string, client: TransactionClientContract): Promise<void> {
  await RetiredKey.create({ masterKeyId, openedRows: 0, retiredAt: DateTime.utc() }, { client })
}

function refuseFaults(masterKeyId: string, { faults }: VerificationReport): void {
  if (faults.length === 0) return
  const named = faults.slice(0, NAMED).map(nameOf)
  const rest = faults.length > NAMED ? `; and ${faults.length - NAMED} more` : ''
  throw new KeysRefusedError(
    `Without the master key ${masterKeyId}, ${faults.length} ${faults.length === 1 ? 'row does' : 'rows do'} not open: ` +
      `${named.join('; ')}${rest}. Run keys:rotate, then keys:verify --without ${masterKeyId}`
  )
}

function refuseBusy(cause: unknown): never {
  if (!isTransient(cause)) throw cause
  throw new KeysRefusedError(
    'Others write to the database without a pause, so that they could not be kept out for a moment. Nothing was ' +
      'retired: try again when fewer of them do',
    { cause }
  )
}

function nameOf({ table, id, reason }: Unreadable): string {
  return `${table} ${id} (${reason})`
}
