import type { PasswordChange } from '#connectors/contracts'
import type { SqlserverSession } from '#connectors/sqlserver/session'
import { quote, quotedText } from '#connectors/sqlserver/sql'

/**
 * Passwords are those of logins of the server, or of users that a database contains, who are found first where the
 * database is named on the way in. Azure wants names as `user@server` there, and knows them without.
 */
const OWN_ACCOUNT = `select iif(authentication_type = 2, 'user', 'login'),
  iif(authentication_type = 2, name, original_login())
  from sys.database_principals where principal_id = database_principal_id()`
const OTHER_ACCOUNT = `select 'user', name
  from sys.database_principals where name = @name and authentication_type = 2`

/** The server keeps statements of this kind out of its traces. */
export async function savePassword(
  session: SqlserverSession,
  { username, password, current }: PasswordChange,
  isOwn: boolean
): Promise<void> {
  const { kind, name } = await accountOf(session, username, isOwn)
  const proof = isOwn && current !== null ? ` old_password = ${quotedText(current)}` : ''
  const statement = `alter ${kind} ${quote(name)} with password = ${quotedText(password)}${proof}`
  await session.query(statement, { columns: 0, rows: 0 })
}

async function accountOf(
  session: SqlserverSession,
  username: string,
  isOwn: boolean
): Promise<{ kind: 'user' | 'login'; name: string }> {
  const shape = { columns: 2, rows: 1 }
  const [row] = await (isOwn
    ? session.query(OWN_ACCOUNT, shape)
    : session.query(OTHER_ACCOUNT, shape, { name: username }))
  const [kind, name] = row ?? []
  return { kind: kind === 'user' ? 'user' : 'login', name: String(name ?? username) }
}
