import { UserSchema } from '#database/schema'
import { withUuid } from '#models/with_uuid'
import { withAuthFinder } from '@adonisjs/auth/mixins/lucid'
import { compose } from '@adonisjs/core/helpers'
import { column } from '@adonisjs/lucid/orm'
import hash from '@adonisjs/core/services/hash'

export const ROLES = ['admin', 'editor', 'viewer'] as const
export type Role = (typeof ROLES)[number]

/** A person of one tenant. Emails are stored in lower case. */
export default class User extends compose(UserSchema, withUuid, withAuthFinder(hash)) {
  @column()
  declare role: Role
}
