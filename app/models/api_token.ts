import { ApiTokenSchema } from '#database/schema'
import User from '#models/user'
import { withUuid } from '#models/with_uuid'
import { compose } from '@adonisjs/core/helpers'
import { belongsTo, column } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import type { Ability } from '#services/auth/abilities'

/** A token that a person made for a program of theirs. Only its hash is kept. */
export default class ApiToken extends compose(ApiTokenSchema, withUuid) {
  @column({
    prepare: (value: readonly Ability[]) => JSON.stringify(value),
    consume: (value: string) => JSON.parse(value),
  })
  declare abilities: Ability[]

  @belongsTo(() => User)
  declare user: BelongsTo<typeof User>
}
