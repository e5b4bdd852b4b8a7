import vine, { SimpleMessagesProvider } from '@vinejs/vine'
import { ROLES } from '#models/user'
import { strictValidator } from '#validators/strict_object'

export const email = () => vine.string().trim().toLowerCase().email().maxLength(254)
export const password = () => vine.string().minLength(8).maxLength(512)

export const newTenantValidator = strictValidator({
  name: vine.string().trim().minLength(1).maxLength(120),
  email: email(),
  password: password(),
})

export const newUserValidator = strictValidator({
  email: email(),
  tenant: vine.string().trim().minLength(1).maxLength(60),
  role: vine.enum(ROLES),
  password: password(),
})

export const newPasswordValidator = strictValidator({ email: email(), password: password() })

/** `members:invite` */
export const operatorInvitationValidator = strictValidator({
  email: email(),
  tenant: vine.string().trim().minLength(1).maxLength(60),
  role: vine.enum(ROLES),
})

/** Commands that name somebody. */
export const knownUserValidator = strictValidator({ email: email() })

const oneOfRoles = new SimpleMessagesProvider({
  'role.enum': `The role must be one of ${ROLES.join(', ')}`,
})
newUserValidator.messagesProvider = oneOfRoles
operatorInvitationValidator.messagesProvider = oneOfRoles
