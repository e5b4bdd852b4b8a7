import { randomBytes } from 'node:crypto'
import { Connection, Request } from 'tedious'

/** A database of a SQL Server that somebody else runs. */
export interface SqlserverDatabase {
  host: string
  port: number
  user: string
  password: string
  database: string
  /** Whether the URL asks for encryption (`?encrypt=true`), with whatever certificate. */
  isEncrypted: boolean
  /** Runs one batch; rows as arrays. */
  query(sql: string): Promise<unknown[][]>
  drop(): Promise<void>
}

/** A new empty database on the server of `sqlserver://user:password@host:1433/?encrypt=true`. */
export async function createSqlserverDatabase(url: URL): Promise<SqlserverDatabase> {
  const database = `test_${randomBytes(6).toString('hex')}`
  await run(url, 'master', `create database ${database}`)
  await run(url, 'master', `alter database ${database} set allow_snapshot_isolation on`)
  return {
    host: url.hostname,
    port: Number(url.port || 1433),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database,
    isEncrypted: isEncrypted(url),
    query: (sql) => run(url, database, sql),
    async drop() {
      const alone = `alter database ${database} set single_user with rollback immediate`
      await run(url, 'master', `${alone}; drop database ${database}`)
    },
  }
}

function isEncrypted(url: URL): boolean {
  return url.searchParams.get('encrypt') === 'true'
}

async function run(url: URL, database: string, sql: string): Promise<unknown[][]> {
  const connection = await connect(url, database)
  try {
    return await new Promise((resolve, reject) => {
      const rows: unknown[][] = []
      const request = new Request(sql, (error) => (error ? reject(error) : resolve(rows)))
      request.on('row', (columns: { value: unknown }[]) => {
        rows.push(columns.map(({ value }) => value))
      })
      connection.execSqlBatch(request)
    })
  } finally {
    connection.close()
  }
}

function connect(url: URL, database: string): Promise<Connection> {
  const connection = new Connection({
    server: url.hostname,
    authentication: {
      type: 'default',
      options: {
        userName: decodeURIComponent(url.username),
        password: decodeURIComponent(url.password),
      },
    },
    options: {
      port: Number(url.port || 1433),
      database,
      appName: 'varlor tests',
      encrypt: isEncrypted(url),
      trustServerCertificate: true,
      requestTimeout: 60_000,
    },
  })
  // Whoever runs something hears of an error by what he runs.
  connection.on('error', () => {})
  return new Promise((resolve, reject) => {
    connection.connect((error) => (error ? reject(error) : resolve(connection)))
  })
}
