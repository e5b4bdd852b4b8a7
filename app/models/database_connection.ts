import { DatabaseConnectionSchema } from '#database/schema'
import ConnectionTag from '#models/connection_tag'
import { withUuid } from '#models/with_uuid'
import { compose } from '@adonisjs/core/helpers'
import { hasMany, column, scope } from '@adonisjs/lucid/orm'
import type { HasMany } from '@adonisjs/lucid/types/relations'
import type { Actor } from '#services/actor'

export const VISIBILITIES = ['private', 'tenant'] as const
export type Visibility = (typeof VISIBILITIES)[number]

export const TEST_STATUSES = ['passed', 'failed'] as const
export type TestStatus = (typeof TEST_STATUSES)[number]

/** JSON in a text column, the same in every application database. */
const json = {
  prepare: (value: unknown) => JSON.stringify(value),
  consume: (value: string) => JSON.parse(value),
}

/** A saved connection. Its credentials exist here only sealed. */
export default class DatabaseConnection extends compose(DatabaseConnectionSchema, withUuid) {
  static table = 'database_connections'

  @column(json)
  declare config: Record<string, unknown>

  /** Names of the credential fields that are set. */
  @column(json)
  declare credentialFields: string[]

  @column()
  declare visibility: Visibility

  @column()
  declare lastTestStatus: TestStatus | null

  @hasMany(() => ConnectionTag, { foreignKey: 'connectionId' })
  declare tags: HasMany<typeof ConnectionTag>

  /** What this person may see: their own, and those their tenant shares. Every read starts here. */
  static visibleTo = scope((query, actor: Actor) => {
    query.where('tenant_id', actor.tenantId).where((nested) => {
      nested.where('visibility', 'tenant').orWhere('owner_id', actor.userId)
    })
  })

  /** The optimistic lock as HTTP says it. */
  get etag(): string {
    return `"${this.version}"`
  }
}
