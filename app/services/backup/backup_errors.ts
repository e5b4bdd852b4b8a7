import { createError } from '@adonisjs/core/exceptions'

export const E_NO_ADMINISTRATOR = createError<[slug: string]>(
  'The tenant %s has no active administrator to own what is imported: name the owner with --owner.',
  'E_NO_ADMINISTRATOR',
  422
)

export const E_NOT_A_MEMBER = createError<[email: string, slug: string]>(
  '%s is no active administrator or editor of %s.',
  'E_NOT_A_MEMBER',
  422
)

export const E_FILE_EXISTS = createError<[path: string]>(
  'There is already something at %s. Choose another name, or overwrite it with --force.',
  'E_FILE_EXISTS',
  409
)

export const E_FILE_UNWRITABLE = createError<[path: string, code: string]>(
  'The file %s cannot be written (%s).',
  'E_FILE_UNWRITABLE',
  422
)

export const E_FILE_UNREADABLE = createError<[path: string, code: string]>(
  'The file %s cannot be read (%s).',
  'E_FILE_UNREADABLE',
  422
)
