import type { Readable } from 'node:stream'
import { inject } from '@adonisjs/core'
import type { Cell, ImportedColumn } from '#connectors/contracts'
import type Dataset from '#models/dataset'
import type DatasetTable from '#models/dataset_table'
import type { Actor } from '#services/actor'

@inject()
export class DatasetReading {
  async preview(
    _actor: Actor,
    _at: { id: string; tableId: string },
    _limit: number,
    _signal: AbortSignal
  ): Promise<{ columns: ImportedColumn[]; rows: Cell[][]; rowCount: number; truncated: boolean }> {
    throw new Error('todo')
  }
  async download(
    _actor: Actor,
    _at: { id: string; tableId: string },
    _format: 'parquet' | 'csv',
    _signal: AbortSignal
  ): Promise<{ name: string; stream: Readable; bytes: number | null }> {
    throw new Error('todo')
  }
  async highest(_d: Dataset, _t: DatasetTable, _column: string): Promise<string | null> {
    throw new Error('todo')
  }
}
