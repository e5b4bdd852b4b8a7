import { AuditEventSchema } from '#database/schema'
import { withUuid } from '#models/with_uuid'
import { column } from '@adonisjs/lucid/orm'
import { compose } from '@adonisjs/core/helpers'

/** `denied`: their role does not allow it. */
export const AUDIT_OUTCOMES = ['success', 'failure', 'denied'] as const

/** One line of the trail: who did what to which target, and how it ended. */
export default class AuditEvent extends compose(AuditEventSchema, withUuid) {
  @column()
  declare outcome: (typeof AUDIT_OUTCOMES)[number]
}
