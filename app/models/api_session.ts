import { ApiSessionSchema } from '#database/schema'
import User from '#models/user'
import { withUuid } from '#models/with_uuid'
import { compose } from '@adonisjs/core/helpers'
import { belongsTo } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'

/** One login by API; access and refresh tokens name it, and die with it. */
export default class ApiSession extends compose(ApiSessionSchema, withUuid) {
  @belongsTo(() => User)
  declare user: BelongsTo<typeof User>
}
