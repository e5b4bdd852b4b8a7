import { createError } from '@adonisjs/core/exceptions'

export const E_AUDIT_NOT_PROVED = createError<[tenant: string, message: string]>(
  'The trail of %s does not verify: %s Nothing was removed; see audit:verify.',
  'E_AUDIT_NOT_PROVED',
  409
)

export const E_FILE_EXISTS = createError<[path: string]>(
  'The file %s is there already. Name another one.',
  'E_FILE_EXISTS',
  409
)

export const E_OPTION_INVALID = createError<[message: string]>('%s', 'E_INVALID', 422)
