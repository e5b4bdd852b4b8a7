import vine from '@vinejs/vine'
import { plainText } from '#validators/query_fields'
import { strictValidator } from '#validators/strict_object'

export const loginValidator = strictValidator({
  /** Stored in lower case. */
  email: plainText(254).toLowerCase().minLength(1),
  /** May be anything, but not endless: hashing it costs. */
  password: vine.string().minLength(1).maxLength(512),
})

export const refreshValidator = strictValidator({
  refreshToken: vine.string().minLength(1).maxLength(4096),
})
