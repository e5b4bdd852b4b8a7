import { createError } from '@adonisjs/core/exceptions'

export const E_TENANT_TAKEN = createError<[slug: string]>(
  'There is already a tenant "%s".',
  'E_TENANT_TAKEN',
  409
)

export const E_TENANT_NOT_FOUND = createError<[slug: string]>(
  'There is no tenant "%s".',
  'E_TENANT_NOT_FOUND',
  404
)

export const E_EMAIL_TAKEN = createError<[email: string]>(
  'There is already a user with the email %s.',
  'E_EMAIL_TAKEN',
  409
)

export const E_USER_NOT_FOUND = createError<[email: string]>(
  'There is no user with the email %s.',
  'E_USER_NOT_FOUND',
  404
)

export const E_SETUP_OVER = createError(
  'Somebody can sign in already. Let others in with members:invite, and make another tenant with tenants:create.',
  'E_SETUP_OVER',
  409
)
