import vine from '@vinejs/vine'
import { instant } from '#validators/query_fields'
import { strictValidator } from '#validators/strict_object'

/** `audit:export`, and `GET /audit-events/export`. */
export const auditExportValidator = strictValidator({ from: instant(), to: instant() })

/** `audit:prune`: exactly one of the two says which events are old. */
export const auditPruneValidator = strictValidator({
  before: instant().requiredIfMissing('keepDays'),
  keepDays: vine.number().withoutDecimals().min(1).max(36_500).optional(),
})

/** `audit:verify`: heads as it printed them, `SEQUENCE:HASH`. */
export const auditVerifyValidator = strictValidator({
  anchor: vine.array(vine.string().regex(/^\d{1,15}:[0-9a-f]{64}$/)),
})
