import { inject } from '@adonisjs/core'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { DateTime } from 'luxon'
import type { AuditAction } from '#audit/actions'
import { AuditedActions } from '#audit/audited_actions'
import { ApiError } from '#exceptions/api_error'
import type Dataset from '#models/dataset'
import type DatasetTable from '#models/dataset_table'
import type { Actor } from '#services/actor'
import { ConnectionAccess } from '#services/connection_access'
import { DatasetAccess, datasetTarget } from '#services/datasets/dataset_access'
import { refuseBeyondLimits } from '#services/datasets/dataset_quota'
import { DatasetStore } from '#services/datasets/dataset_store'
import { Doorbell } from '#services/datasets/doorbell'
import { endQueued } from '#services/datasets/end_queued'
import { holdTeamAs } from '#services/member_changes'

/** Nothing of an earlier import is left in the row of a dataset, or of a table, that waits anew. */
const NOTHING_YET = {
  errorCode: null,
  errorMessage: null,
  errorHint: null,
  startedAt: null,
  finishedAt: null,
}

interface Retry {
  /** All of those that failed, unless one is named. */
  tableId?: string
  /** Columns of that one. */
  asText?: string[]
}

/** Imports as people steer them: giving one up, asking for it again. */
@inject()
export class DatasetImports {
  constructor(
    private access: DatasetAccess,
    private store: DatasetStore,
    private connections: ConnectionAccess,
    private audited: AuditedActions,
    private doorbell: Doorbell
  ) {}

  /**
   * Ends an import that waits at once, and asks the worker of one that is under way to end it.
   * @throws ApiError E_NOT_FOUND, E_DATASET_ENDED; E_AUTHORIZATION_FAILURE
   */
  async cancel(actor: Actor, id: string): Promise<Dataset> {
    const dataset = await this.change(actor, id, 'dataset.cancel', async (locked, client) => {
      if (locked.hasEnded) throw new ApiError('E_DATASET_ENDED')
      if (locked.status === 'queued') await endQueued(locked, client)
      else await locked.merge({ cancelRequested: true }).save()
    })
    await this.doorbell.ring(dataset.id)
    return dataset
  }

  /**
   * Imports all tables again. What there is of them stays until the new files are whole. Tables with a cursor get the
   * rows above its highest value, unless all of them are to be read.
   * @throws ApiError E_NOT_FOUND, E_DATASET_BUSY, E_CONNECTION_GONE, and those of a new dataset
   */
  refresh(actor: Actor, id: string, { full }: { full: boolean }): Promise<Dataset> {
    return this.again(actor, id, 'dataset.refresh', (tables) =>
      tables.map((table) =>
        table.merge({
          addsRows: !full && table.request.cursor !== null && table.files.length > 0,
        })
      )
    )
  }

  /**
   * Imports those tables again that failed or were cancelled, or one of them, of which columns may then be kept as text.
   * @throws ApiError E_NOT_FOUND, E_NOTHING_FAILED, E_DATASET_BUSY, E_CONNECTION_GONE, and those of a new dataset
   */
  retry(actor: Actor, id: string, { tableId, asText = [] }: Retry = {}): Promise<Dataset> {
    return this.again(actor, id, 'dataset.retry', (tables) => {
      const wanted = tables.filter((table) => tableId === undefined || table.id === tableId)
      if (wanted.length === 0) throw new ApiError('E_NOT_FOUND')
      const failed = wanted.filter(({ status }) => status === 'failed' || status === 'cancelled')
      if (failed.length === 0) throw new ApiError('E_NOTHING_FAILED')
      return failed.map((table) => withAsText(table, asText))
    })
  }

  private async again(
    actor: Actor,
    id: string,
    action: AuditAction,
    choose: (tables: DatasetTable[]) => DatasetTable[]
  ): Promise<Dataset> {
    const dataset = await this.change(actor, id, action, async (locked, client) => {
      if (!locked.hasEnded) throw new ApiError('E_DATASET_BUSY')
      await refuseBeyondLimits(actor.tenantId, client)
      await locked.useTransaction(client).load('tables')
      for (const table of choose(locked.tables)) {
        await table.merge({ ...NOTHING_YET, errorColumn: null, status: 'queued' }).save()
      }
      const waiting = { status: 'queued', attempts: 0, cancelRequested: false } as const
      await locked.merge({ ...NOTHING_YET, ...waiting, queuedAt: DateTime.utc() }).save()
    })
    await this.doorbell.ring()
    return dataset
  }

  private async change(
    actor: Actor,
    id: string,
    action: AuditAction,
    write: (locked: Dataset, client: TransactionClientContract) => Promise<void>
  ): Promise<Dataset> {
    const dataset = await this.access.find(actor, id)
    return this.audited.change({ actor, action, target: datasetTarget(dataset) }, async () => {
      await this.access.policyOf(actor).authorize('change', dataset)
      if (action !== 'dataset.cancel') await this.refuseWithoutConnection(actor, dataset)
      return async (client) => {
        await holdTeamAs(actor, client)
        const locked = await this.store.lock(dataset, client)
        if (!locked) throw new ApiError('E_NOT_FOUND')
        await write(locked, client)
        return this.store.reload(dataset, client)
      }
    })
  }

  /** Whoever may not use the connection, may not have it read again by means of its dataset either. */
  private async refuseWithoutConnection(actor: Actor, { connectionId }: Dataset) {
    const found =
      connectionId &&
      (await this.connections.findToUse(actor, connectionId).catch((error: unknown) => {
        if (error instanceof ApiError && error.code === 'E_NOT_FOUND') return null
        throw error
      }))
    if (!found) throw new ApiError('E_CONNECTION_GONE')
  }
}

/** The columns are looked up when the table is read: what is not there then is refused with its name. */
function withAsText(table: DatasetTable, more: string[]): DatasetTable {
  if (more.length === 0) return table
  const { request } = table
  return table.merge({
    request: { ...request, asText: [...new Set([...request.asText, ...more])] },
  })
}
