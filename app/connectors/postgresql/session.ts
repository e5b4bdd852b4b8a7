import pg from 'pg'
import { ConnectorError } from '#connectors/connector_error'
import type { ConnectorOptions } from '#connectors/engine'
import type { Opening } from '#connectors/opening'
import { GuardedConnection } from '#connectors/postgresql/guarded_connection'
import { upgradeToTls } from '#connectors/postgresql/tls_upgrade'
import { tlsPlan } from '#connectors/tls'

/** One signed-in session. */
export interface PostgresqlSession {
  client: pg.Client
  connection: GuardedConnection
  opening: Opening
  /** Statement that begins every transaction but those on the catalog. */
  begin: string
  /** True behind a pooler that takes no settings at start-up: then each transaction carries them. */
  isPooled: boolean
}

/** Connects and signs in. The settings travel with the first packet, unless a pooler refused them. */
export async function signIn(
  options: ConnectorOptions,
  opening: Opening,
  isPooled: boolean
): Promise<PostgresqlSession> {
  const { host, port, database, username } = options.target.config as unknown as PostgresqlConfig
  const tls = tlsPlan(options.target.config, options.target.credentials, host)
  if (!tls) opening.skipped('tls')
  const raw = await opening.dial(host, port)
  const socket = tls ? await upgradeToTls(raw, tls, opening) : raw

  const settings = sessionSettings(options.readDeadline, opening)
  const connection = new GuardedConnection(socket, {
    maxBytes: options.limits.wireBytes,
    isEncrypted: tls !== null,
  })
  connection.once('authenticationOk', () => opening.passed('auth'))
  const client = new QuietClient(
    connection,
    {
      user: username,
      database,
      application_name: 'varlor',
      client_encoding: 'UTF8',
      ...(isPooled ? {} : settings),
    },
    options.target.credentials.password,
    !opening.imports
  )
  client.on('error', () => {})
  await client.connect()
  client.on('error', () => opening.lost())
  // The server is ending the session (57P01 to 57P05): what was asked just now may be asked on another.
  connection.on('errorMessage', ({ code }: { code?: string }) => {
    if (code?.startsWith('57P0')) opening.lost()
  })
  opening.passed('database')
  const begin = beginStatement(isPooled ? settings : {}, opening)
  return { client, connection, opening, begin, isPooled }
}

interface PostgresqlConfig {
  host: string
  port: number
  database: string
  username: string
}

/**
 * The driver, without what it takes from elsewhere when something is absent: PG* variables of this process,
 * ~/.pgpass, the name of the operating system's user.
 */
class QuietClient extends pg.Client {
  constructor(
    connection: GuardedConnection,
    private readonly startup: Record<string, string>,
    password: string | undefined,
    /** Whether statements are sent before the last one was answered; then nothing can be copied out. */
    pipeline: boolean
  ) {
    const config = {
      connection,
      host: 'already-connected',
      port: 1,
      user: startup.user,
      database: startup.database,
      ssl: false,
      sslnegotiation: 'postgres' as const,
      pipeline,
      password: () => {
        if (!password) throw new ConnectorError('auth_missing')
        return password
      },
    }
    super(config)
  }

  /** What the driver sends first. */
  getStartupConf() {
    return this.startup
  }
}

/** True when it was not the user that was refused but a setting: by PgBouncer (08P01) or a proxy (0A000). */
export function isRefusedSetting(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown }
  return (
    (code === '08P01' || code === '0A000') &&
    typeof message === 'string' &&
    /parameter|option|setting/i.test(message)
  )
}

/**
 * Read-only unless it is to write, bounded in time (ms) unless it reads tables whole, and spelling values in one way
 * whatever the role's own settings say.
 */
function sessionSettings(
  readDeadline: number,
  { writes, imports }: Opening
): Record<string, string> {
  return {
    default_transaction_read_only: writes ? 'off' : 'on',
    statement_timeout: imports ? '0' : String(readDeadline),
    lock_timeout: String(Math.min(readDeadline, 5_000)),
    idle_in_transaction_session_timeout: imports ? '0' : String(readDeadline * 2),
    TimeZone: 'UTC',
    DateStyle: 'ISO, YMD',
    IntervalStyle: 'postgres',
    bytea_output: 'hex',
    extra_float_digits: '3',
  }
}

function beginStatement(settings: Record<string, string>, { writes, imports }: Opening): string {
  const local = Object.entries(settings).map(([name, value]) => `set local ${name} = '${value}'`)
  const snapshot = imports ? 'isolation level repeatable read ' : ''
  return [`begin transaction ${snapshot}read ${writes ? 'write' : 'only'}`, ...local].join('; ')
}
