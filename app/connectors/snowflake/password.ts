import { ConnectorError } from '#connectors/connector_error'
import type { PasswordChange } from '#connectors/contracts'
import { run } from '#connectors/snowflake/query'
import type { SnowflakeSession } from '#connectors/snowflake/session'
import { literal, quote } from '#connectors/snowflake/sql'

/** Snowflake blots the password out of its history of queries. */
export async function savePassword(
  session: SnowflakeSession,
  { username, password }: PasswordChange,
  isOwn: boolean
): Promise<void> {
  const name = isOwn ? await ownName(session) : username.toUpperCase()
  await run(session, `ALTER USER ${quote(name)} SET PASSWORD = ${literal(password)}`)
}

/** Users may sign in by another name than their own. */
async function ownName(session: SnowflakeSession): Promise<string> {
  const { rows } = await run(session, 'SELECT CURRENT_USER()')
  const name = rows[0]?.[0]
  if (!name) throw new ConnectorError('wrong_protocol')
  return name
}

/** Nobody would notice a new password of who signs in without one. */
export function refuseWithoutPassword({ privateKey, token }: Record<string, string>) {
  if (!privateKey?.trim() && !token?.trim()) return
  throw new ConnectorError(
    'password_denied',
    `This user signs in with ${privateKey?.trim() ? 'a key pair' : 'an access token'}, and not with a password.`,
    { field: null, hint: 'Change the password of another user, or make the key or token anew.' }
  )
}
