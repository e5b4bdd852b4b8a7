import type { ConnectorOptions } from '#connectors/engine'
import { ConnectorError } from '#connectors/connector_error'
import type { Opening } from '#connectors/opening'
import { hostOf } from '#connectors/snowflake/account'
import {
  createConnection,
  type DriverConnection,
  type DriverStatement,
} from '#connectors/snowflake/driver'
import { run } from '#connectors/snowflake/query'
import { serverRefusal } from '#connectors/snowflake/server_refusal'
import { signInOptions } from '#connectors/snowflake/sign_in_options'
import { Transport } from '#connectors/snowflake/transport'
import { printable } from '#connectors/whereabouts'

/** One signed-in session. */
export interface SnowflakeSession {
  connection: DriverConnection
  transport: Transport
  /** What runs now. */
  statement: DriverStatement | null
  /** Seconds after which the server stops a statement by itself; 0 for as late as it can. */
  statementTimeout: number
  /** When the import began that this session is for: milliseconds since 1970. */
  moment: string | null
  /** What the server made of the config: names as they are stored. */
  context: SessionContext
}

export interface SessionContext {
  version: string
  database: string
  /** Null unless the connection is to one schema. */
  schema: string | null
  warehouse: string | null
  isAccountAdmin: boolean
}

interface SnowflakeConfig {
  account: string
  username: string
  database: string
  warehouse?: string | null
  schema?: string | null
  role?: string | null
}

/** All of it is known to the cloud services layer: no warehouse is woken. */
const CONTEXT = `SELECT CURRENT_VERSION(), CURRENT_DATABASE(), CURRENT_SCHEMA(), CURRENT_WAREHOUSE(), IS_ROLE_IN_SESSION('ACCOUNTADMIN')`

/** Dials the account's host and signs in there. */
export async function signIn(
  options: ConnectorOptions,
  opening: Opening
): Promise<SnowflakeSession> {
  const config = options.target.config as unknown as SnowflakeConfig
  const transport = new Transport(hostOf(config.account), opening, options.limits.wireBytes)
  const connection = createConnection(transport, {
    ...signInOptions(options.target.credentials),
    account: config.account,
    username: config.username,
    database: config.database,
    warehouse: config.warehouse || undefined,
    schema: config.schema || undefined,
    role: config.role || undefined,
  })
  const entered = connected(connection, transport)
  opening.onGivenUp(async () => {
    if (!transport.hasAsked) return
    await entered
    await leave(connection, transport)
  })
  await entered
  opening.passed('auth')
  const session: SnowflakeSession = {
    connection,
    transport,
    statement: null,
    statementTimeout: opening.imports ? 0 : Math.ceil(options.readDeadline / 1_000),
    moment: null,
    context: { version: '', database: '', schema: null, warehouse: null, isAccountAdmin: false },
  }
  session.context = await readContext(session, config)
  opening.passed('database')
  return session
}

/** Tells the account to forget the session: it knows nothing of connections that end. */
export function signOut({ connection }: Pick<SnowflakeSession, 'connection'>): Promise<void> {
  return new Promise((resolve) => connection.destroy(() => resolve()))
}

/** Over a second connection: the first may wait for an answer. */
function leave(connection: DriverConnection, transport: Transport): Promise<void> {
  transport.abandon()
  return signOut({ connection })
}

/** Stops what runs, over a second connection: the first waits for its answer. */
export async function stopAndSignOut(session: SnowflakeSession, opening: Opening): Promise<void> {
  opening.hold()
  const { statement, connection, transport } = session
  transport.abandon()
  if (statement) await new Promise<void>((resolve) => statement.cancel(() => resolve()))
  await leave(connection, transport)
}

function connected(connection: DriverConnection, transport: Transport): Promise<void> {
  return new Promise((resolve, reject) => {
    transport.onBroken = reject
    const told = (error: Error | undefined) => (error ? reject(serverRefusal(error)) : resolve())
    connection.connectAsync(told).catch((error: Error) => reject(serverRefusal(error)))
  })
}

/** Signing in succeeds whatever database and warehouse are named; they are then simply not current. */
async function readContext(
  session: SnowflakeSession,
  config: SnowflakeConfig
): Promise<SessionContext> {
  const { rows } = await run(session, CONTEXT)
  const [version, database, schema, warehouse, isAdmin] = rows[0] ?? []
  if (!version) throw new ConnectorError('wrong_protocol')
  if (!database) throw new ConnectorError('database_not_found')
  if (config.schema && !schema) throw noSchema(config)
  if (config.warehouse && !warehouse) throw noWarehouse(config.warehouse)
  return {
    version,
    database,
    schema: config.schema ? (schema ?? null) : null,
    warehouse: warehouse ?? null,
    isAccountAdmin: /^(true|1)$/i.test(isAdmin ?? ''),
  }
}

function noWarehouse(name: unknown): ConnectorError {
  const text = printable(name)
  const named = text === null ? '' : ` ${text}`
  return new ConnectorError(
    'warehouse_missing',
    `There is no warehouse${named} that this role may use.`
  )
}

function noSchema({ schema, database }: SnowflakeConfig): ConnectorError {
  return new ConnectorError(
    'database_not_found',
    `There is no schema ${printable(schema)} in the database ${printable(database)} that this role may use.`,
    {
      field: 'schema',
      hint: 'Check the spelling of the schema, or leave it empty to see every one.',
    }
  )
}
