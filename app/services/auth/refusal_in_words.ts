import { errors as authErrors } from '@adonisjs/auth'
import { errors as limiterErrors } from '@adonisjs/limiter'
import { describeError } from '#exceptions/describe_error'

/** Codes of refusals that a form about signing in shows; everything else is a fault. */
const SHOWN = new Set([
  'E_EMAIL_TAKEN',
  'E_INVITATION_ENDED',
  'E_SETUP_TOKEN',
  'E_TENANT_TAKEN',
  'E_UNAVAILABLE',
])

/** Why somebody was not let in, for the page that asked; throws what no form can mend. */
export function refusalInWords(error: unknown): string {
  if (error instanceof authErrors.E_INVALID_CREDENTIALS) return 'Wrong email or password.'
  if (error instanceof limiterErrors.E_TOO_MANY_REQUESTS) {
    const minutes = Math.ceil(error.response.availableIn / 60)
    return `Too many attempts. Try again in ${minutes} minute${minutes === 1 ? '' : 's'}.`
  }
  const [first] = describeError(error).errors
  if (!first || !SHOWN.has(first.code)) throw error
  return first.hint ? `${first.message} ${first.hint}` : first.message
}
