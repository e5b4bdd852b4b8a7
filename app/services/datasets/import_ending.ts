import { DateTime } from 'luxon'
import type { AuditTrail } from '#audit/audit_trail'
import type { ImportFailure } from '#datasets/import_order'
import type Dataset from '#models/dataset'
import type DatasetTable from '#models/dataset_table'
import { databaseTime } from '#services/database_time'
import { datasetTarget } from '#services/datasets/dataset_access'
import type { ImportLease } from '#services/datasets/import_lease'
import type { ImportRecord } from '#services/datasets/import_record'
import { SYSTEM } from '#services/system_actor'

/** How an import ended: by itself, by somebody's wish, or by something that concerns all of its tables. */
export type ImportEnding =
  | { kind: 'done' }
  | { kind: 'cancelled' }
  | { kind: 'failed'; failure: Pick<ImportFailure, 'message' | 'hint'> & { code: string } }

/** Writes the end of an import, and its event with it. @throws ImportLeaseLost */
export async function endImport(
  trail: AuditTrail,
  { dataset, lease, record }: { dataset: Dataset; lease: ImportLease; record: ImportRecord },
  ending: ImportEnding
): Promise<void> {
  const { status, failure } = verdictOn(dataset, ending)
  await trail.transaction(dataset.tenantId, async (client, write) => {
    const now = databaseTime(client)
    // First the lease, which keeps everybody else away until the transaction ends.
    await lease.renew(client)
    if (status !== 'succeeded') {
      const whole = ending.kind === 'failed' ? { ...ending.failure, column: null } : null
      await record.endRest(status, whole as ImportFailure | null, client)
    }
    const outcome = {
      // A wish that came too late was not fulfilled.
      cancel_requested: status === 'cancelled',
      error_code: failure?.code ?? null,
      error_message: failure?.message ?? null,
      error_hint: failure?.hint ?? null,
    }
    await lease.end(
      { status, ...record.totals, ...outcome, finished_at: now, updated_at: now },
      client
    )
    await write({
      ...SYSTEM,
      tenantId: dataset.tenantId,
      action: 'dataset.finish',
      target: datasetTarget(dataset),
      outcome: status === 'succeeded' ? 'success' : 'failure',
      code: status === 'cancelled' ? 'E_CANCELLED' : (failure?.code ?? null),
      durationMs: dataset.startedAt ? DateTime.utc().diff(dataset.startedAt).toMillis() : null,
    })
  })
}

function verdictOn({ tables }: Dataset, ending: ImportEnding) {
  if (ending.kind === 'cancelled') return { status: 'cancelled', failure: null } as const
  if (ending.kind === 'failed') return { status: 'failed', failure: ending.failure } as const
  const failed = tables.filter(({ status }) => status !== 'succeeded')
  const [first] = failed
  if (!first) return { status: 'succeeded', failure: null } as const
  return { status: 'failed', failure: failureOf(first, failed.length, tables.length) } as const
}

/** Of many tables, the first one stands for those that failed. */
function failureOf(
  { name, errorCode, errorMessage, errorHint }: DatasetTable,
  failed: number,
  all: number
) {
  const message = errorMessage ?? 'It was not imported.'
  return {
    code: errorCode ?? 'import_crashed',
    message: all === 1 ? message : `${failed} of ${all} tables failed. ${name}: ${message}`,
    hint: errorHint,
  }
}
