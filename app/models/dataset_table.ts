import { DatasetTableSchema } from '#database/schema'
import type { DatasetStatus } from '#models/dataset'
import { jsonColumn } from '#models/json_column'
import { withUuid } from '#models/with_uuid'
import { compose } from '@adonisjs/core/helpers'
import { column } from '@adonisjs/lucid/orm'
import type { ImportedColumn, ImportRequest } from '#connectors/contracts'

/** What somebody asked to have of a table. */
export type TableRequest = Omit<ImportRequest, 'table'> & {
  /** The column whose highest value tells which rows are new; null when there is none. */
  cursor: string | null
}

/** A file of a table, whole, in the storage of datasets. */
export interface StoredFile {
  /** Within the dataset's folder. */
  name: string
  rows: number
  bytes: number
}

/** One table of a dataset: what is wanted of it, how far it is, and what there is of it. */
export default class DatasetTable extends compose(DatasetTableSchema, withUuid) {
  static table = 'dataset_tables'

  @column(jsonColumn)
  declare request: TableRequest

  @column()
  declare status: DatasetStatus

  @column({ consume: Boolean })
  declare addsRows: boolean

  @column(jsonColumn)
  declare columns: ImportedColumn[] | null

  @column({ consume: Number })
  declare rowCount: number

  @column({ consume: Number })
  declare byteCount: number

  @column({ consume: (value: unknown) => (value === null ? null : Number(value)) })
  declare rowEstimate: number | null

  @column(jsonColumn)
  declare files: StoredFile[]

  /** Of what there is of it; `rowCount` runs ahead while it is imported. */
  get fileRows(): number {
    return this.files.reduce((sum, { rows }) => sum + rows, 0)
  }
}
