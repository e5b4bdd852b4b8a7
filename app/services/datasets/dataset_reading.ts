import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { finished, type Readable } from 'node:stream'
import { inject } from '@adonisjs/core'
import { AuditedActions } from '#audit/audited_actions'
import type { AuditAction } from '#audit/actions'
import connectorsConfig from '#config/connectors'
import type { Cell } from '#connectors/contracts'
import { DatasetReader } from '#datasets/dataset_reader'
import type { PreviewColumn } from '#datasets/reader_channel'
import { ApiError } from '#exceptions/api_error'
import type Dataset from '#models/dataset'
import type DatasetTable from '#models/dataset_table'
import type { Actor } from '#services/actor'
import { DatasetAccess, datasetTarget, existing } from '#services/datasets/dataset_access'
import { DatasetFiles, type HeldFiles } from '#services/datasets/dataset_files'
import { DatasetStore } from '#services/datasets/dataset_store'
import { FileCache } from '#services/datasets/file_cache'
import { OpenReads } from '#services/datasets/open_reads'

/** Which table of which dataset. */
export interface TableAddress {
  id: string
  tableId: string
}

export interface DatasetPreview {
  columns: PreviewColumn[]
  rows: Cell[][]
  rowCount: number
  truncated: boolean
}

export interface Download {
  /** Without its extension. */
  name: string
  stream: Readable
  /** Null where that is not known before. */
  bytes: number | null
}

/** Milliseconds in which files are put together. */
const MERGING = 30 * 60_000

/** Looks into what was imported. */
@inject()
export class DatasetReading {
  readonly #reader = new DatasetReader()

  constructor(
    private access: DatasetAccess,
    private store: DatasetStore,
    private files: DatasetFiles,
    private cache: FileCache,
    private open: OpenReads,
    private audited: AuditedActions
  ) {}

  /** @throws ApiError E_NOT_FOUND, E_NOT_IMPORTED, E_TOO_MANY_REQUESTS; the signal's reason */
  async preview(
    actor: Actor,
    address: TableAddress,
    rows: number,
    signal: AbortSignal
  ): Promise<DatasetPreview> {
    const { cellBytes, totalBytes } = connectorsConfig.limits
    return this.read(actor, address, 'dataset.preview', async (dataset, table) => {
      const leave = this.open.enter(dataset.tenantId)
      try {
        const limits = { rows, cellBytes, totalBytes }
        const preview = await this.withFiles(dataset, table, (paths) =>
          this.#reader.preview(paths, limits, signal)
        )
        return { ...preview, rowCount: table.fileRows }
      } finally {
        leave()
      }
    })
  }

  /** All of a table as one file. Throws what `preview` throws. */
  async download(
    actor: Actor,
    address: TableAddress,
    format: 'parquet' | 'csv',
    signal: AbortSignal
  ): Promise<Download> {
    return this.read(actor, address, 'dataset.download', async (dataset, table) => {
      const name = `${dataset.name} ${table.name}`
      if (format === 'csv') {
        return { name, stream: await this.csv(dataset, table, signal), bytes: null }
      }
      const held = await this.wholeFile(dataset, table)
      const [path = ''] = held.paths
      const { size: bytes } = await stat(path)
      return { name, stream: releasing(createReadStream(path), held), bytes }
    })
  }

  /** The highest value of a column, for whoever imports; null where there is none. */
  async highest(dataset: Dataset, table: DatasetTable, column: string): Promise<string | null> {
    const { signal } = new AbortController()
    return this.withFiles(dataset, table, (paths) => this.#reader.highest(paths, column, signal))
  }

  private async csv(dataset: Dataset, table: DatasetTable, signal: AbortSignal): Promise<Readable> {
    const leave = this.open.enter(dataset.tenantId)
    try {
      const held = await this.files.hold(dataset, namesOf(table))
      const stream = releasing(this.#reader.csv(held.paths, signal), held)
      finished(stream, leave)
      return stream
    } catch (error) {
      leave()
      throw error
    }
  }

  /** Where rows were added, put together once, and kept for whoever asks again. */
  private async wholeFile(dataset: Dataset, table: DatasetTable): Promise<HeldFiles> {
    const names = namesOf(table)
    if (names.length === 1) return this.files.hold(dataset, names)
    const leave = this.open.enter(dataset.tenantId)
    try {
      const key = [dataset.tenantId, dataset.id, ...names].join('/')
      return await this.cache.hold([key], (_, into) =>
        this.withFiles(dataset, table, (paths) =>
          this.#reader.merge(paths, into, AbortSignal.timeout(MERGING))
        )
      )
    } finally {
      leave()
    }
  }

  private async withFiles<T>(
    dataset: Dataset,
    table: DatasetTable,
    read: (paths: string[]) => Promise<T>
  ): Promise<T> {
    const held = await this.files.hold(dataset, namesOf(table))
    return read(held.paths).finally(held.release)
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

function namesOf({ files }: DatasetTable): string[] {
  return files.map(({ name }) => name)
}

/** The files are let go when the stream has ended, one way or the other. */
function releasing(stream: Readable, { release }: HeldFiles): Readable {
  finished(stream, () => void release())
  return stream
}
