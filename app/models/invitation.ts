import { InvitationSchema } from '#database/schema'
import type { Role } from '#models/user'
import { withUuid } from '#models/with_uuid'
import { compose } from '@adonisjs/core/helpers'
import { column } from '@adonisjs/lucid/orm'

/** A link by which somebody may become a member. Only the hash of its token is kept. */
export default class Invitation extends compose(InvitationSchema, withUuid) {
  @column()
  declare role: Role
}
