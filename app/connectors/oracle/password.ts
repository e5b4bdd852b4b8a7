import { ConnectorError } from '#connectors/connector_error'
import type { PasswordChange, Target } from '#connectors/contracts'
import type { OracleSession } from '#connectors/oracle/session'
import { refuseInClear } from '#connectors/password_change'

/** A password of one's own travels encrypted with a key of the session; that of another user is part of a statement. */
export async function savePassword(
  session: OracleSession,
  { username, password, current }: PasswordChange,
  target: Target
): Promise<void> {
  const isOwn = username === target.config.username
  if (password.includes('"')) {
    throw new ConnectorError(
      'password_rejected',
      'A password of Oracle cannot have a double quote.'
    )
  }
  if (isOwn && current !== null) {
    return session.changePassword(withoutProxied(username), current, password)
  }
  refuseInClear(target)
  await session.query(
    `alter user ${identifier(withoutProxied(username))} identified by "${password}"`
  )
}

/** `proxy[user]` signs in with the password of the first. */
function withoutProxied(username: string): string {
  return username.replace(/\[[^[\]]*\]$/, '')
}

/** As the server understands a name at sign-in: in upper case, unless it is in quotes. */
function identifier(username: string): string {
  const name = /^".+"$/s.test(username) ? username.slice(1, -1) : username.toUpperCase()
  if (name === '' || name.includes('"')) {
    throw new ConnectorError('password_denied', 'No user of Oracle can have this name.')
  }
  return `"${name}"`
}
