import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import db from '@adonisjs/lucid/services/db'
import type { Logger } from '@adonisjs/core/logger'
import { loggable } from '#exceptions/loggable'
import Dataset from '#models/dataset'
import { databaseTime } from '#services/database_time'
import type { DatasetFiles } from '#services/datasets/dataset_files'
import { databaseClock } from '#vault/rotation/database_clock'

type Condemned = Pick<Dataset, 'id' | 'tenantId'>

/** Rows that are cleared away at once. */
const PURGED = 100

/**
 * Deletes datasets in two steps: first nobody finds the row any more, then the files go, and the row with them. So
 * files that could not be removed at once are found again, whatever happens in between.
 */
export class DatasetPurger {
  constructor(
    private readonly files: DatasetFiles,
    private readonly logger: Pick<Logger, 'error'>
  ) {}

  /** Its name is free from now on. False when it is condemned already. */
  async condemn({ id, tenantId }: Condemned, client: TransactionClientContract): Promise<boolean> {
    const now = databaseTime(client)
    const condemned = await client
      .from(Dataset.table)
      .where({ id, tenant_id: tenantId })
      .whereNull('deleted_at')
      .update({ deleted_at: now, updated_at: now, name_key: id, cancel_requested: true })
    return Number(condemned) > 0
  }

  /** Unless a worker still writes: it purges the dataset itself, as soon as it has let go. */
  async purge(dataset: Condemned): Promise<void> {
    try {
      if (!(await this.#isFree(dataset))) return
      await this.files.removeAll(dataset)
      await deletable(dataset).delete()
    } catch (error) {
      // The next look finds it again.
      this.logger.error(
        { error: loggable(error) },
        'a deleted dataset could not be cleared away yet'
      )
    }
  }

  /** What could not be purged when it was deleted. */
  async purgeAll(): Promise<void> {
    const rows = await db
      .from(Dataset.table)
      .whereNotNull('deleted_at')
      .orderBy('deleted_at')
      .limit(PURGED)
      .select('id', 'tenant_id')
    for (const { id, tenant_id: tenantId } of rows) await this.purge({ id, tenantId })
  }

  async #isFree(dataset: Condemned): Promise<boolean> {
    return (await deletable(dataset).select('id').first()) !== null
  }
}

/** Its tables go with it. */
function deletable({ id, tenantId }: Condemned) {
  const client = db.connection()
  return client
    .from(Dataset.table)
    .where({ id, tenant_id: tenantId })
    .whereNotNull('deleted_at')
    .where((free) => {
      free.whereNot('status', 'running').orWhereRaw(`lease_until <= ${databaseClock(client)}`)
    })
}
