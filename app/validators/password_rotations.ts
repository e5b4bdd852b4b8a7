import vine from '@vinejs/vine'
import { plainText } from '#validators/query_fields'
import { strictObject, strictValidator } from '#validators/strict_object'

/** As long as its column. */
const USERNAME_LENGTH = 250

const username = () => plainText(USERNAME_LENGTH).minLength(1)

/** `POST /connectors/:id/rotate-password` */
export const rotationValidator = strictValidator({
  alternateUsername: username().optional(),
  as: strictObject({
    username: username(),
    password: vine.string().minLength(1).maxLength(1_024),
  }).optional(),
  dropUnreadable: vine.boolean({ strict: true }).optional(),
})

/** `PUT /connectors/:id/rotation-schedule` */
export const rotationScheduleValidator = strictValidator({
  everyDays: vine.number({ strict: true }).withoutDecimals().min(1).max(365),
  alternateUsername: username().nullable().optional(),
})
