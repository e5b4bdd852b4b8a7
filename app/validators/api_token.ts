import vine from '@vinejs/vine'
import { ABILITIES } from '#services/auth/abilities'
import { instant, plainText } from '#validators/query_fields'
import { strictValidator } from '#validators/strict_object'

/** `POST /tokens` */
export const newTokenValidator = strictValidator({
  name: plainText(120).minLength(1),
  abilities: vine.array(vine.enum(ABILITIES)).minLength(1).distinct(),
  expiresAt: instant().nullable(),
  expiresInDays: vine.number({ strict: true }).withoutDecimals().min(1).max(3650).optional(),
})
