import { ConnectorError } from '#connectors/connector_error'
import type { PasswordChange, Target } from '#connectors/contracts'
import type { MysqlClient } from '#connectors/mysql/client'
import { nativeHash } from '#connectors/mysql/native_hash'
import { literal, quotedText } from '#connectors/mysql/sql'
import { refuseInClear } from '#connectors/password_change'

/** ER_MISSING_CURRENT_PASSWORD of MySQL; ER_OPTION_PREVENTS_STATEMENT of MariaDB. */
const OLD_PASSWORD_WANTED = 3892
const OPTION_PREVENTS = 1290

/** @throws the driver's error, or ConnectorError when it is not clear whose password is meant, or it would be read */
export async function savePassword(
  client: MysqlClient,
  change: PasswordChange,
  target: Target
): Promise<void> {
  const isOwn = change.username === target.config.username
  const account = isOwn ? null : await accountOf(client, change.username)
  if (client.server.isMariadb) return saveOnMariadb(client, account, change.password, target)
  refuseInClear(target)
  await saveOnMysql(client, account, change)
}

/** The server keeps passwords out of its own logs here. */
async function saveOnMysql(
  client: MysqlClient,
  account: string | null,
  { password, current }: PasswordChange
): Promise<void> {
  const statement = `ALTER USER ${account ?? 'USER()'} IDENTIFIED BY ${quotedText(password)}`
  try {
    await client.query(statement)
  } catch (error) {
    if (Object(error).errno !== OLD_PASSWORD_WANTED || account || current === null) throw error
    await client.query(`${statement} REPLACE ${quotedText(current)}`)
  }
}

/**
 * MariaDB writes statements to its logs as they are, so that the hash is sent where the account has the usual kind;
 * the password itself only where the server must see it, to hash it in its own way or to look at it.
 */
async function saveOnMariadb(
  client: MysqlClient,
  account: string | null,
  password: string,
  target: Target
): Promise<void> {
  const statement = `SET PASSWORD ${account ? `FOR ${account} ` : ''}=`
  if (await isNative(client, account)) {
    try {
      return void (await client.query(`${statement} '${nativeHash(password)}'`))
    } catch (error) {
      if (!wantsToSeeIt(error)) throw error
    }
  }
  refuseInClear(target)
  await client.query(`${statement} PASSWORD(${quotedText(password)})`)
}

async function isNative(client: MysqlClient, account: string | null): Promise<boolean> {
  const [row] = await client.queryText(`SHOW CREATE USER ${account ?? 'CURRENT_USER()'}`)
  return / IDENTIFIED BY PASSWORD '/.test(row?.[0] ?? '')
}

/** --strict-password-validation, beside a plugin that looks at passwords. */
function wantsToSeeIt(error: unknown): boolean {
  const { errno, message } = Object(error)
  return errno === OPTION_PREVENTS && /strict[-_]password[-_]validation/.test(String(message))
}

/**
 * Accounts are users from certain hosts. Several of one name are different users, and nobody said which is meant.
 *
 * @returns its name for SQL
 */
async function accountOf(client: MysqlClient, username: string): Promise<string> {
  const accounts = await client.queryText(
    `SELECT host FROM mysql.user WHERE user = ${literal(username)} LIMIT 2`
  )
  const [host] = accounts[0] ?? []
  if (accounts.length === 1 && typeof host === 'string') {
    return `${quotedText(username)}@${quotedText(host)}`
  }
  throw new ConnectorError(
    'password_denied',
    accounts.length === 0
      ? 'There is no user of that name.'
      : 'Several users from different hosts have that name, each with a password of its own.',
    { hint: 'Check the spelling of the username, or change it at the database.' }
  )
}
