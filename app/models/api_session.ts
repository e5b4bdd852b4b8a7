import { ApiSessionSchema } from '#database/schema'
import User from '#models/user'
import { withUuid } from '#models/with_uuid'
import { compose } from '@adonisjs/core/helpers'
import { belongsTo, column } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'

/** One login, by API or in a browser; tokens and cookies name it, and die with it. */
export default class ApiSession extends compose(ApiSessionSchema, withUuid) {
  @column()
  declare kind: 'api' | 'page'

  @belongsTo(() => User)
  declare user: BelongsTo<typeof User>
}
