import vine from '@vinejs/vine'
import { DEFAULT_ADMIN } from '#services/default_admin'
import { email, password } from '#validators/account'
import { plainText } from '#validators/query_fields'
import { strictValidator } from '#validators/strict_object'

/** The server would not start again with it. */
const notWellKnown = vine.createRule(function wellKnown(value, _, field) {
  if (value !== DEFAULT_ADMIN.password) return
  field.report('Everybody knows this password. Choose another.', 'wellKnown', field)
})

/** The form of the first run. */
export const setupValidator = strictValidator({
  token: vine.string().trim().minLength(1).maxLength(200),
  team: plainText(120).minLength(1),
  fullName: plainText(120).minLength(1).nullable(),
  email: email(),
  password: password().use(notWellKnown()),
})
