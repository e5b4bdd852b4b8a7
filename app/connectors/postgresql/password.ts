import { ConnectorError } from '#connectors/connector_error'
import type { PasswordChange } from '#connectors/contracts'
import { run } from '#connectors/postgresql/query'
import type { PostgresqlSession } from '#connectors/postgresql/session'
import { md5Verifier, scramVerifier } from '#connectors/postgresql/verifier'
import { inDoubleQuotes } from '#connectors/preview_query'

/** Longer names are cut by the server, and might then be somebody else's. */
const NAME_BYTES = 63

/** SCRAM came with version 10, the setting of its iterations with 16. */
const SERVER_FACTS = `select pg_catalog.current_setting('server_version_num'),
  (select s.setting from pg_catalog.pg_settings s where s.name = 'scram_iterations')`
const SCRAM_SINCE = 100_000

/**
 * Sends what the server would store anyway: the password itself is never part of a statement, which servers write to
 * logs and show to others.
 *
 * @throws the driver's error, or ConnectorError when no role can have that name
 */
export async function savePassword(
  session: PostgresqlSession,
  { username, password }: PasswordChange,
  isOwn: boolean
): Promise<void> {
  if (Buffer.byteLength(username) > NAME_BYTES) {
    throw new ConnectorError('password_denied', 'No role can have a name that long.')
  }
  await session.client.query(session.begin)
  const verifier = await verifierFor(session, username, password)
  // Roles may act as another one from the start; everybody may change a password of their own.
  if (isOwn) await session.client.query('set local role none')
  // Verifiers have neither quotes nor backslashes, and statements of this kind take no parameters.
  await session.client.query(`alter role ${inDoubleQuotes(username)} password '${verifier}'`)
  await session.client.query('commit')
}

async function verifierFor(
  session: PostgresqlSession,
  username: string,
  password: string
): Promise<string> {
  const [row] = await run(session, SERVER_FACTS)
  const [version, iterations] = row ?? []
  if (Number(version) < SCRAM_SINCE) return md5Verifier(username, password)
  return scramVerifier(password, Number(iterations ?? 0))
}
