import type { Socket } from 'node:net'
import type { ConnectorOptions } from '#connectors/engine'
import type { Target } from '#connectors/contracts'
import { cautiousPlugins, passwordInClear } from '#connectors/mysql/authentication'
import { MysqlClient } from '#connectors/mysql/client'
import { guardedConnection, type Secure } from '#connectors/mysql/guarded_connection'
import { type ServerKind, serverKind } from '#connectors/mysql/server_kind'
import type { Opening } from '#connectors/opening'

/** Seconds that the server may have to wait until more of a table is read. */
const WRITE_TIMEOUT = 86_400

/** Above all LOCAL_FILES: with it a server may ask for any file of ours. */
const REFUSED_FEATURES = ['-LOCAL_FILES', '-FOUND_ROWS', '-ODBC', '-IGNORE_SPACE']

interface SignInOptions {
  /** Null for a session in clear. */
  secure: Secure | null
  /** Never hands the password itself out, whatever the server asks; always so without TLS. */
  isCautious?: boolean
}

/**
 * Signs in over a connected socket.
 *
 * @throws the driver's error, with the kind of the server that refused
 */
export async function signIn(
  socket: Socket,
  { config, credentials }: Target,
  { secure, isCautious = secure === null }: SignInOptions
): Promise<MysqlClient> {
  let server: ServerKind = { isMariadb: false, version: 'unknown' }
  const { username, database } = config as { username: string; database?: string }
  const connection = guardedConnection(
    socket,
    {
      user: username,
      password: credentials.password,
      database: database || undefined,
      charset: 'UTF8MB4_GENERAL_CI',
      flags: REFUSED_FEATURES,
      disableEval: true,
      // The deadline that speaks is the base's.
      connectTimeout: 0,
      ...(isCautious ? { authPlugins: cautiousPlugins(passwordInClear) } : {}),
    },
    (version) => (server = serverKind(version)),
    secure
  )
  await new Promise<void>((resolve, reject) => {
    connection.connect((error) => {
      if (error) reject(Object.assign(error, { isMariadb: server.isMariadb }))
      else resolve()
    })
  })
  return new MysqlClient(connection, server)
}

/** Makes a session read-only unless it is to write, bounded in time unless it reads tables whole, and spell values in one way whatever the server's defaults are. */
export async function prepareSession(
  client: MysqlClient,
  options: ConnectorOptions,
  { writes, imports }: Pick<Opening, 'writes' | 'imports'>
): Promise<void> {
  const readOnly = writes ? 0 : 1
  const seconds = options.readDeadline / 1_000
  const settings = {
    ...(client.server.isMariadb
      ? { tx_read_only: readOnly, max_statement_time: imports ? 0 : seconds }
      : {
          transaction_read_only: readOnly,
          max_execution_time: imports ? 0 : options.readDeadline,
        }),
    // The server gives up on who reads slowly.
    ...(imports ? { net_write_timeout: WRITE_TIMEOUT } : {}),
    lock_wait_timeout: Math.max(1, Math.min(5, Math.floor(seconds))),
    autocommit: 1,
    sql_mode: "''",
    time_zone: "'+00:00'",
    character_set_client: 'utf8mb4',
    character_set_connection: 'utf8mb4',
    character_set_results: 'utf8mb4',
  }
  const assignments = Object.entries(settings).map(([name, value]) => `${name} = ${value}`)
  await client.query(`SET SESSION ${assignments.join(', ')}`)
}
