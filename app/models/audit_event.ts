import { AuditEventSchema } from '#database/schema'
import { withUuid } from '#models/with_uuid'
import { column } from '@adonisjs/lucid/orm'
import { compose } from '@adonisjs/core/helpers'

/** One line of the trail: who did what to which target, and how it ended. */
export default class AuditEvent extends compose(AuditEventSchema, withUuid) {
  @column()
  declare outcome: 'success' | 'failure' | 'denied'
}
