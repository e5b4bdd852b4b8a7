import vine from '@vinejs/vine'
import { ROLES } from '#models/user'
import { email, password } from '#validators/account'
import { flag, page, perPage, plainText } from '#validators/query_fields'
import { strictValidator } from '#validators/strict_object'

/** `GET /invitations` */
export const invitationListValidator = strictValidator({
  page: page(),
  perPage: perPage(50, 200),
  accepted: flag(),
})

/** `POST /invitations` */
export const newInvitationValidator = strictValidator({ email: email(), role: vine.enum(ROLES) })

/** What the invited say of themselves. */
const newMember = () => ({
  fullName: plainText(120).minLength(1).nullable().optional(),
  password: password(),
})

/** `POST /invitations/accept` */
export const acceptanceValidator = strictValidator({
  token: vine.string().minLength(1).maxLength(200),
  ...newMember(),
})

/** The form of the page, which has the token in its address. */
export const joinValidator = strictValidator(newMember())
