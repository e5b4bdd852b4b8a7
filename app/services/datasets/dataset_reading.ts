import type { Readable } from 'node:stream'
import { inject } from '@adonisjs/core'
import { AuditedActions } from '#audit/audited_actions'
import type { AuditAction } from '#audit/actions'
import type { Cell, ImportedColumn } from '#connectors/contracts'
import { ApiError } from '#exceptions/api_error'
import type Dataset from '#models/dataset'
import type DatasetTable from '#models/dataset_table'
import type { Actor } from '#services/actor'
import { DatasetAccess, datasetTarget, existing } from '#services/datasets/dataset_access'
import { DatasetFiles } from '#services/datasets/dataset_files'
import { DatasetStore } from '#services/datasets/dataset_store'

/** Which table of which dataset. */
export interface TableAddress {
  id: string
  tableId: string
}

/** Looks into what was imported. */
@inject()
export class DatasetReading {
  constructor(
    private access: DatasetAccess,
    private store: DatasetStore,
    private files: DatasetFiles,
    private audited: AuditedActions
  ) {}

  async preview(
    actor: Actor,
    at: TableAddress,
    _limit: number,
    _signal: AbortSignal
  ): Promise<{ columns: ImportedColumn[]; rows: Cell[][]; rowCount: number; truncated: boolean }> {
    return this.read(actor, at, 'dataset.preview', async () => {
      throw new Error('todo')
    })
  }
  async download(
    actor: Actor,
    at: TableAddress,
    _format: 'parquet' | 'csv',
    _signal: AbortSignal
  ): Promise<{ name: string; stream: Readable; bytes: number | null }> {
    return this.read(actor, at, 'dataset.download', async () => {
      void this.files
      throw new Error('todo')
    })
  }
  async highest(_d: Dataset, _t: DatasetTable, _column: string): Promise<string | null> {
    throw new Error('todo')
  }

  private async read<T>(
    actor: Actor,
    { id, tableId }: TableAddress,
    action: AuditAction,
    run: (dataset: Dataset, table: DatasetTable) => Promise<T>
  ): Promise<T> {
    const dataset = await this.access.find(actor, id)
    return this.audited.observe({ actor, action, target: datasetTarget(dataset) }, async () => {
      await this.access.policyOf(actor).authorize('read')
      const table = existing(await this.store.findTable(dataset, tableId))
      if (table.files.length === 0) throw new ApiError('E_NOT_IMPORTED')
      return run(dataset, table)
    })
  }
}
