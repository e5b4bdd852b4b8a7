import { ConnectorError } from '#connectors/connector_error'
import type { PasswordChange, Target } from '#connectors/contracts'
import type { ErrorCode } from '#connectors/error_codes'
import { sshServerOf } from '#connectors/ssh/server'
import { isEncrypted } from '#connectors/tls'

/** Said only while the old password still holds. */
const REFUSALS: readonly ErrorCode[] = ['password_denied', 'password_rejected', 'tls_required']

/**
 * What no target is asked: each of them would take it in its own way, or take only a part of it.
 *
 * @throws ConnectorError
 */
export function refuseUnsafe({ username, password }: PasswordChange) {
  if (username === '' || /\p{Cc}/u.test(username)) {
    throw new ConnectorError('password_denied', 'No user can have this name.')
  }
  if (!/^[\x20-\x7e]+$/.test(password)) {
    throw new ConnectorError(
      'password_rejected',
      'The new password may consist of the printable characters of ASCII alone.'
    )
  }
}

/**
 * For targets that must be told the password itself.
 *
 * @throws ConnectorError `tls_required` when whoever listens on the way could read it
 */
export function refuseInClear(target: Target) {
  if (isEncrypted(target.config) || sshServerOf(target)) return
  throw new ConnectorError(
    'tls_required',
    'The new password would travel to the server unencrypted.',
    { hint: 'Turn TLS on and try again, or change it at the database and enter it here.' }
  )
}

/** The failure of a change, with whether it left the target as it was. */
export function failedChange(error: ConnectorError, wasAsked: boolean): ConnectorError {
  const { code, message, field, hint, probe, cause } = error
  const definite = !wasAsked || REFUSALS.includes(code)
  return new ConnectorError(code, message, {
    field,
    hint,
    probe: probe ?? undefined,
    definite,
    cause,
  })
}
