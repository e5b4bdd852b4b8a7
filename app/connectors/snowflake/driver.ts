import { createRequire } from 'node:module'
import { devNull } from 'node:os'
import { join } from 'node:path'

/**
 * The one place that knows the insides of snowflake-sdk. Its front door (`createConnection` of the package) makes its
 * own HTTP client, and with it come a proxy from the environment, redirects, retries for minutes, OCSP and CRL
 * fetches, and answers of any size. So the driver's core is built here with a client of ours, as the package itself
 * builds it with its own: whatever the driver wants to say goes through that, and nothing else of it has a socket.
 * `tests/unit/connectors/snowflake_driver.spec.ts` fails when a new version of the driver moves one of these parts.
 */

/** What the driver asks of its HTTP client. */
export interface DriverRequest {
  method: string
  /** Absolute, at `ACCESS_URL`: the driver does not know where the account is. */
  url: string
  headers?: Record<string, string>
  json?: unknown
  params?: Record<string, string>
  callback?: (error: Error | null, response: DriverResponse | null, body: unknown) => unknown
}

export interface DriverResponse {
  statusCode: number
  headers: Record<string, string>
  body: unknown
  getResponseHeader(name: string): string | undefined
}

export interface DriverClient {
  request(options: DriverRequest): { abort(): void }
  requestAsync(options: DriverRequest): Promise<never>
}

export type AuthenticationOptions =
  | { authenticator: 'SNOWFLAKE'; password: string }
  | { authenticator: 'SNOWFLAKE_JWT'; privateKey: string }
  | { authenticator: 'PROGRAMMATIC_ACCESS_TOKEN'; token: string }

/** What is passed to the driver, key by key: nothing that names a file, a host, a proxy or a browser. */
export type DriverOptions = AuthenticationOptions & {
  account: string
  username: string
  database: string
  warehouse?: string
  schema?: string
  role?: string
}

export interface DriverStatement {
  cancel(callback: (error?: Error) => void): void
  getColumns(): { getName(): string }[] | undefined
  /** Values as texts: the answers are rebuilt so. */
  streamRows(): AsyncIterable<(string | null)[]>
}

export interface DriverConnection {
  connectAsync(callback: (error: Error | undefined) => void): Promise<unknown>
  execute(options: {
    sqlText: string
    /** Values of the `?` in it. */
    binds?: string[]
    parameters: Record<string, string | number | boolean>
    rowMode: 'array'
    streamResult: true
    complete(error: Error | undefined, statement: DriverStatement): void
  }): DriverStatement
  destroy(callback: (error?: Error) => void): void
}

/** Nobody's host (RFC 2606): where the driver believes the account to be. */
export const ACCESS_URL = 'https://account.invalid'

interface Core {
  (parts: {
    httpClient: DriverClient
    loggerClass: typeof SilentLogger
    client: { version: string; name: string; environment: Record<string, string> }
  }): { createConnection(options: object): DriverConnection }
}

/** Half a second and tens of megabytes: with the connector, so that it does not count towards the time to connect. */
const DRIVER = loadDriver(createRequire(import.meta.url))

/** A connection of the driver that speaks through this client alone. */
export function createConnection(client: DriverClient, options: DriverOptions): DriverConnection {
  const snowflake = DRIVER.core({
    httpClient: client,
    loggerClass: SilentLogger,
    // Of this machine, only what our own client lets through anyway.
    client: { version: DRIVER.version, name: 'JavaScript', environment: {} },
  })
  return snowflake.createConnection({
    ...authentication(options),
    account: options.account,
    username: options.username,
    database: options.database,
    warehouse: options.warehouse,
    schema: options.schema,
    role: options.role,
    accessUrl: ACCESS_URL,
    host: new URL(ACCESS_URL).hostname,
    application: 'Varlor',
    // Sessions end when we close them, and nothing is asked of the server meanwhile.
    clientSessionKeepAlive: false,
    // No caches of tokens on disk.
    clientStoreTemporaryCredential: false,
    clientRequestMFAToken: false,
    disableQueryContextCache: true,
    // Whoever waits tries again; a password that was refused must not be sent seven times more.
    sfRetryMaxLoginRetries: 0,
    includeRetryReason: false,
    certRevocationCheckMode: 'DISABLED',
  })
}

function authentication(options: DriverOptions): Record<string, string> {
  const { authenticator } = options
  if (authenticator === 'SNOWFLAKE') return { authenticator, password: options.password }
  if (authenticator === 'SNOWFLAKE_JWT') return { authenticator, privateKey: options.privateKey }
  return { authenticator, token: options.token }
}

/** How Snowflake's drivers introduce themselves: it decides on the form of the answers. */
export function userAgent(): string {
  return `JavaScript/${DRIVER.version} (varlor)`
}

function loadDriver(require: NodeJS.Require): { core: Core; version: string } {
  // While it is loaded, the driver asks the clouds' metadata services where it runs, and starts a native module.
  process.env.SNOWFLAKE_DISABLE_PLATFORM_DETECTION = 'true'
  process.env.SNOWFLAKE_DISABLE_MINICORE = 'true'
  // It makes a folder for caches in the home folder: here none can be made.
  process.env.SF_OCSP_RESPONSE_CACHE_DIR = join(devNull, 'none')
  // It would report the shape of the connection to the account after signing in.
  process.env.SF_TELEMETRY_DISABLE_CONNECTION_SHAPE = 'true'
  // It looks for a logging configuration in the environment, the home folder and its own.
  replace(require('snowflake-sdk/dist/lib/logger/easy_logging_starter.js'), 'init', async () => {})
  // It starts programs to learn which C library this machine has.
  const unknown = { family: null, version: null }
  replace(
    require('snowflake-sdk/dist/lib/telemetry/libc_details.js'),
    'getLibcDetails',
    () => unknown
  )
  // It reads a token from a file when the environment says that it runs inside Snowflake.
  replace(
    require('snowflake-sdk/dist/lib/authentication/spcs_token.js'),
    'getSpcsToken',
    () => null
  )
  return {
    core: require('snowflake-sdk/dist/lib/core.js') as Core,
    version: (require('snowflake-sdk/package.json') as { version: string }).version,
  }
}

/** Before anybody took it: the driver's own modules keep what they find here. */
function replace(module: Record<string, unknown>, name: string, by: unknown) {
  if (typeof module[name] !== 'function') {
    throw new TypeError(`snowflake-sdk has no ${name} any more`)
  }
  module[name] = by
}

/** The driver writes to the console and to a file in the working folder otherwise, with parts of the requests. */
export class SilentLogger {
  error() {}
  warn() {}
  info() {}
  debug() {}
  trace() {}
  configure() {}
}
