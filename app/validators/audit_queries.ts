import vine from '@vinejs/vine'
import { AUDIT_ACTIONS } from '#audit/actions'
import { AUDIT_OUTCOMES } from '#models/audit_event'
import { instant, page, perPage, plainText } from '#validators/query_fields'
import { strictValidator } from '#validators/strict_object'

/** `GET /audit-events` */
export const auditListValidator = strictValidator({
  page: page(),
  perPage: perPage(50, 200),
  action: vine.enum(AUDIT_ACTIONS).optional(),
  outcome: vine.enum(AUDIT_OUTCOMES).optional(),
  actor: plainText(254).optional(),
  target: vine.string().uuid().optional(),
  from: instant(),
  to: instant(),
})
