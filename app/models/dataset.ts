import { DatasetSchema } from '#database/schema'
import DatabaseConnection, { type Visibility } from '#models/database_connection'
import DatasetTable from '#models/dataset_table'
import { withUuid } from '#models/with_uuid'
import { compose } from '@adonisjs/core/helpers'
import { belongsTo, column, hasMany, scope } from '@adonisjs/lucid/orm'
import type { BelongsTo, HasMany } from '@adonisjs/lucid/types/relations'
import type { Actor } from '#services/actor'

export const DATASET_STATUSES = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const
export type DatasetStatus = (typeof DATASET_STATUSES)[number]

/** Those in which nothing happens any more. */
export const ENDED: readonly DatasetStatus[] = ['succeeded', 'failed', 'cancelled']

/** Tables that are, or are to be, imported from a connection. Workers write it under a lease: see `ImportLease`. */
export default class Dataset extends compose(DatasetSchema, withUuid) {
  static table = 'datasets'

  @column()
  declare status: DatasetStatus

  @column()
  declare visibility: Visibility

  @column({ consume: Number })
  declare rowCount: number

  @column({ consume: Number })
  declare byteCount: number

  @column({ consume: Boolean })
  declare cancelRequested: boolean

  /** Milliseconds since 1970, by the database's clock. */
  @column({ consume: Number })
  declare leaseUntil: number

  @hasMany(() => DatasetTable, {
    foreignKey: 'datasetId',
    onQuery: (query) => void query.orderBy('position'),
  })
  declare tables: HasMany<typeof DatasetTable>

  /** Only to tell its engine; null once it is deleted. */
  @belongsTo(() => DatabaseConnection, {
    foreignKey: 'connectionId',
    onQuery: (query) => void query.select('id', 'type'),
  })
  declare connection: BelongsTo<typeof DatabaseConnection>

  /** What this person may see: their own, and those their tenant shares. Every read starts here. */
  static visibleTo = scope((query, actor: Actor) => {
    query
      .where('tenant_id', actor.tenantId)
      .whereNull('deleted_at')
      .where((nested) => {
        nested.where('visibility', 'tenant').orWhere('owner_id', actor.userId)
      })
  })

  get hasEnded(): boolean {
    return ENDED.includes(this.status)
  }
}
