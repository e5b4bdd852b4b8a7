import { inject } from '@adonisjs/core'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { Recorder } from '#audit/audit_trail'
import { engines } from '#connectors/registry'
import { ApiError } from '#exceptions/api_error'
import { authorship, type BackupAuthor } from '#services/backup/backup_author'
import type { CreateStep, ImportPlan, ReplaceStep } from '#services/backup/import_plan'
import { auditTarget } from '#services/connection_access'
import { ConnectionStore } from '#services/connection_store'
import type { ConnectionValues, OwnedConnection } from '#services/connection_values'
import { CredentialSealer } from '#services/credential_sealer'
import { isUniqueViolation } from '#services/is_unique_violation'
import { PendingPasswords } from '#services/password_rotation/pending_passwords'
import { targetText } from '#services/target_text'

interface Replacement {
  step: ReplaceStep
  values: ConnectionValues
}

/** What an import writes, sealed already. */
export interface SealedImport {
  created: OwnedConnection[]
  replaced: Replacement[]
}

/** Writes what was planned: all of it or nothing. */
@inject()
export class ImportWriter {
  constructor(
    private store: ConnectionStore,
    private sealer: CredentialSealer,
    private pendings: PendingPasswords
  ) {}

  /** Must not be awaited inside a transaction: the vault asks the database for keys. */
  async seal({ tenantId }: BackupAuthor, { steps }: ImportPlan): Promise<SealedImport> {
    const created: OwnedConnection[] = []
    const replaced: Replacement[] = []
    for (const step of steps) {
      if (step.action === 'skip') continue
      if (step.action === 'replace') {
        replaced.push({ step, values: await this.sealReplacement(step) })
      } else {
        created.push(await this.sealNew(tenantId, step))
      }
    }
    return { created, replaced }
  }

  /**
   * @throws ApiError E_ROTATION_UNDER_WAY; E_CONFLICT when somebody changed what is replaced, or took a name, since the
   * plan was made
   */
  async write(
    author: BackupAuthor,
    { created, replaced }: SealedImport,
    client: TransactionClientContract,
    record: Recorder
  ): Promise<void> {
    const event = authorship(author)
    await uncontested(this.store.insertMany(author.tenantId, created, client))
    for (const connection of created) {
      await record({ ...event, action: 'connection.create', target: auditTarget(connection) })
    }
    for (const { step, values } of replaced) {
      const { row, body } = step
      const tags = body.tags ?? row.tags.map(({ tag }) => tag)
      const written = await uncontested(this.store.replace(row, values, tags, client))
      if (!written) throw new ApiError('E_CONFLICT')
      await this.pendings.giveWay(row, written, client)
      await record({ ...event, action: 'connection.update', target: auditTarget(row) })
    }
  }

  private async sealNew(tenantId: string, { id, body, owner }: CreateStep) {
    const { name, type, config, credentials, visibility = 'tenant', tags = [] } = body
    const engine = engines[type]
    const place = { tenantId, connectionId: id }
    const sealed = await this.sealer.sealNew(place, engine, config, credentials)
    const target = targetText(engine, config)
    return { id, type, ownerId: owner.id, tags, name, config, target, visibility, ...sealed }
  }

  private async sealReplacement({ row, body, given }: ReplaceStep): Promise<ConnectionValues> {
    const { name, type, config, visibility = row.visibility } = body
    const engine = engines[type]
    const sealed = await this.sealer.sealChange(row, engine, config, given)
    return { name, config, target: targetText(engine, config), visibility, ...sealed }
  }
}

async function uncontested<T>(write: Promise<T>): Promise<T> {
  try {
    return await write
  } catch (error) {
    if (isUniqueViolation(error)) throw new ApiError('E_CONFLICT')
    throw error
  }
}
