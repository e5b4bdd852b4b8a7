import oracledb from 'oracledb'
import { ConnectorError } from '#connectors/connector_error'
import type { ConnectorOptions } from '#connectors/engine'
import type { Opening } from '#connectors/opening'
import { descriptorFor, type OracleConfig } from '#connectors/oracle/session_descriptor'
import { Line, lines } from '#connectors/oracle/line'
import { limitReplies } from '#connectors/oracle/reply_limits'
import { markBrokenTexts } from '#connectors/oracle/sound_texts'
import { takeOverTransport } from '#connectors/oracle/transport'
import { planFor, tlsPlan, type TlsPlan } from '#connectors/tls'

takeOverTransport()
limitReplies()
markBrokenTexts()

/** More than most previews show. */
const BATCH = 250

/** Of the packets that are exchanged; servers agree to what they are set up for, mostly 8 KiB. */
const PACKET_BYTES = 65_535

export type Value = string | number | Buffer | oracledb.Lob | null
export type Row = Value[]

/** Reaches the server and signs in. */
export async function signIn(options: ConnectorOptions, opening: Opening): Promise<OracleSession> {
  const { config, credentials } = options.target
  const { host, port, username } = config as unknown as OracleConfig
  const tls = tlsPlan(config, credentials, host)
  if (!tls) opening.skipped('tls')
  const line = new Line(
    opening,
    { host, port },
    (served) => tls && eitherHost(tls, config, credentials.tlsKey, host, served)
  )
  const { password } = credentials
  if (!password) return refuseWithoutPassword(line, tls !== null)
  const connection = await lines.run(line, () =>
    explained(line, () =>
      oracledb.getConnection({
        user: username,
        password,
        connectString: descriptorFor(config as unknown as OracleConfig, tls !== null),
        transportConnectTimeout: Math.ceil(options.connectTimeout / 1_000) + 1,
        sdu: PACKET_BYTES,
        stmtCacheSize: 0,
        driverName: 'varlor',
        program: 'varlor',
        machine: 'varlor',
        osUser: 'varlor',
        terminal: 'varlor',
      })
    )
  )
  opening.passed('auth')
  opening.passed('database')
  if (!opening.imports) connection.callTimeout = options.readDeadline + 2_000
  return new OracleSession(connection, line)
}

/** One signed-in session; it runs one query at a time. */
export class OracleSession {
  #running: Promise<unknown> = Promise.resolve()
  #isAbandoned = false

  constructor(
    private readonly connection: oracledb.Connection,
    private readonly line: Line
  ) {}

  /** Such as `19.3.0.0.0`. */
  get version(): string {
    return this.connection.oracleServerVersionString
  }

  /** Whether the server said that the password has to be renewed soon (ORA-28002, ORA-28011). */
  get isPasswordExpiring(): boolean {
    const { errorNum } = (this.connection.warning ?? {}) as { errorNum?: number }
    return errorNum === 28_002 || errorNum === 28_011
  }

  /**
   * All rows; numbers as text, BLOBs as locators.
   *
   * @param batch rows that travel together; the driver makes room for this many before the first comes
   */
  async query(sql: string, binds: string[] = [], batch = BATCH): Promise<Row[]> {
    const { rows } = await this.run((connection) =>
      connection.execute<Row>(sql, binds, {
        outFormat: oracledb.OUT_FORMAT_ARRAY,
        prefetchRows: batch,
        fetchArraySize: batch,
        fetchTypeHandler: ({ dbType }) =>
          AS_TEXT.has(dbType) ? { type: oracledb.STRING } : undefined,
      })
    )
    return rows ?? []
  }

  /** The first bytes of what a locator stands for, and how many there are. */
  async readBytes(lob: oracledb.Lob, limit: number): Promise<{ bytes: Buffer; whole: number }> {
    const amount = Math.min(limit, lob.length)
    if (amount === 0) return { bytes: Buffer.alloc(0), whole: lob.length }
    const bytes = await this.run(() => lob.getData(1, amount))
    if (!Buffer.isBuffer(bytes)) throw new ConnectorError('wrong_protocol')
    return { bytes, whole: lob.length }
  }

  /** Nothing that is done here can write, and all of it sees the database at one moment. */
  async reading<T>(work: () => Promise<T>): Promise<T> {
    await this.beginReading()
    try {
      return await work()
    } finally {
      await this.run((connection) => connection.rollback())
    }
  }

  /** The same, until the session ends. */
  async beginReading(): Promise<void> {
    await this.run((connection) => connection.execute('set transaction read only'))
  }

  /** @param user signs in with the password that is `current` */
  async changePassword(user: string, current: string, password: string): Promise<void> {
    await this.run((connection) => connection.changePassword(user, current, password))
  }

  /** Stops what runs on the server; nothing runs here afterwards. */
  async interrupt(): Promise<void> {
    this.#isAbandoned = true
    await this.connection.break()
    await this.#running.catch(() => {})
  }

  /** Says goodbye. */
  close(): Promise<void> {
    return this.connection.close()
  }

  /** One call of the driver. */
  async run<T>(work: (connection: oracledb.Connection) => Promise<T>): Promise<T> {
    if (this.#isAbandoned) throw new Error('Nobody waits for this any more')
    const { connection, line } = this
    const running = lines.run(line, () => explained(line, () => work(connection)))
    this.#running = running
    return running
  }
}

/** What the driver would turn into numbers that are not exact, or into locators that are read one by one. */
const AS_TEXT: ReadonlySet<unknown> = new Set([
  oracledb.DB_TYPE_NUMBER,
  oracledb.DB_TYPE_CLOB,
  oracledb.DB_TYPE_NCLOB,
  oracledb.DB_TYPE_LONG,
])

/** Nodes of a cluster show a certificate for the name that was asked for, or for their own. */
function eitherHost(
  plan: TlsPlan,
  config: Record<string, unknown>,
  key: string | undefined,
  asked: string,
  served: string
): TlsPlan {
  if (asked === served) return plan
  const own = planFor(config.tls as Parameters<typeof planFor>[0], key, served)
  return { ...plan, judge: (socket) => plan.judge(socket) && (own ? own.judge(socket) : null) }
}

/** The driver would not even try; the way to the server is tried all the same, because it may fail first. */
async function refuseWithoutPassword(line: Line, isEncrypted: boolean): Promise<never> {
  const socket = await line.dial()
  if (isEncrypted) await line.secure(socket)
  throw new ConnectorError('auth_missing')
}

/** The driver keeps only the words of what broke a stream, and trips over answers that are none. */
async function explained<T>(line: Line, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    // The driver's name for all errors after which a session is of no use.
    if ((error as { code?: unknown }).code === 'NJS-500') line.lost()
    if (line.failure) throw new Error('The stream broke', { cause: line.failure })
    if (error instanceof TypeError || error instanceof RangeError) {
      throw new ConnectorError('wrong_protocol', undefined, { cause: error })
    }
    throw error
  }
}
