import { randomBytes } from 'node:crypto'
import { createRequire } from 'node:module'
import { EgressPolicy } from '#connectors/egress_policy'
import type { ConformanceServer, EgressOptions } from '#tests/conformance/conformance_spec'
import { LOOPBACK } from '#tests/conformance/workbench'
import { once } from '#tests/support/servers/lifetime'
import { withQuotedNames } from '#tests/support/standins/snowflake/quoted_names'
import { RedirectedEgress } from '#tests/support/standins/snowflake/stand_in'

interface Sdk {
  configure(options: object): void
  createConnection(options: object): {
    connectAsync(callback: (error?: Error) => void): Promise<unknown>
    execute(options: {
      sqlText: string
      complete(error: Error | undefined, statement: unknown, rows?: unknown[]): void
    }): void
  }
}

/**
 * A database of its own in the account of TEST_SNOWFLAKE_URL:
 * `snowflake://user:password@account/?warehouse=…&role=…`. It is dropped at the end of the run.
 */
export async function snowflakeAccount(url: URL): Promise<ConformanceServer> {
  const username = decodeURIComponent(url.username)
  const password = decodeURIComponent(url.password)
  const named = (name: string) => url.searchParams.get(name)
  const database = `VARLOR_TEST_${randomBytes(6).toString('hex').toUpperCase()}`
  const execute = await admin({
    account: url.hostname,
    username,
    password,
    warehouse: named('warehouse'),
    role: named('role'),
  })
  await execute(`CREATE TRANSIENT DATABASE ${database} DATA_RETENTION_TIME_IN_DAYS = 1`)
  await execute(`USE SCHEMA ${database}.PUBLIC`)
  const server: ConformanceServer = {
    tenantId: 'conformance',
    config: {
      account: url.hostname,
      username,
      warehouse: named('warehouse'),
      database,
      schema: null,
      role: named('role'),
    },
    credentials: { password },
    egress: (options, port) =>
      port === undefined ? overTheInternet(options) : new RedirectedEgress(options, port),
    pointAt: (port) => ({ egress: new RedirectedEgress(LOOPBACK, port) }),
    skips: [],
    certificates: null,
    filesFolder: null,
    schema: 'PUBLIC',
    execute: (sql) => execute(withQuotedNames(sql)),
    countSessions: null,
  }
  const stop = async () => void (await execute(`DROP DATABASE ${database}`))
  return once(async () => ({ server, stop }))()
}

/** Names are looked up for real, unless a test is about looking them up. */
function overTheInternet(options: EgressOptions): EgressPolicy {
  const isUsual = options.resolver === LOOPBACK.resolver
  return new EgressPolicy({ ...options, resolver: isUsual ? undefined : options.resolver })
}

/** The driver as it comes: what lays the tables need not be guarded. */
async function admin(options: Record<string, string | null>) {
  const sdk = createRequire(import.meta.url)('snowflake-sdk') as Sdk
  sdk.configure({ logLevel: 'OFF' })
  const connection = sdk.createConnection({ ...options, application: 'VarlorTests' })
  await new Promise<void>((resolve, reject) => {
    void connection.connectAsync((error) => (error ? reject(error) : resolve()))
  })
  return (sqlText: string) =>
    new Promise<unknown>((resolve, reject) => {
      connection.execute({
        sqlText,
        complete: (error, _statement, rows) => (error ? reject(error) : resolve(rows)),
      })
    })
}
