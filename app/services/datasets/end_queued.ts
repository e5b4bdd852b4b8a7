import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { DateTime } from 'luxon'
import type Dataset from '#models/dataset'
import DatasetTable from '#models/dataset_table'
import { databaseTime } from '#services/database_time'

/** Ends an import that no worker has begun, as cancelled; `dataset` is locked by the transaction. */
export async function endQueued(
  dataset: Dataset,
  client: TransactionClientContract
): Promise<void> {
  const finishedAt = DateTime.utc()
  await client
    .from(DatasetTable.table)
    .where({ dataset_id: dataset.id, tenant_id: dataset.tenantId })
    .whereIn('status', ['queued', 'running'])
    .update({ status: 'cancelled', finished_at: databaseTime(client, finishedAt) })
  await dataset
    .useTransaction(client)
    .merge({ status: 'cancelled', cancelRequested: true, finishedAt })
    .save()
}
