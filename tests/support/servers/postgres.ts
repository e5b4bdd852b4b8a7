import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, realpathSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { type Certificates, testCertificates } from '#tests/support/certificates'
import { once } from '#tests/support/servers/lifetime'
import { programFor } from '#tests/support/servers/missing'
import {
  type Account,
  freePort,
  serverAccount,
  startProcess,
  throwawayFolder,
} from '#tests/support/servers/throwaway_process'

/**
 * `tls_only` may come in over TLS alone and `rejected` not at all; both have the password of the superuser.
 * Everybody else signs in by scram-sha-256. On ::1 there is no rule for unencrypted connections at all.
 */
const HBA = `
local   all  all                scram-sha-256
hostssl all  tls_only  all      scram-sha-256
host    all  tls_only  all      reject
host    all  rejected  all      reject
hostssl all  client    all      scram-sha-256 clientcert=verify-ca
host    all  client    all      reject
host    all  all  127.0.0.1/32  scram-sha-256
hostssl all  all  ::1/128       scram-sha-256
`

export interface PostgresServer {
  host: string
  port: number
  user: string
  password: string
  database: string
  /** For applications; `user` is a superuser on a server of our own. */
  url: string
  /** What the server shows over TLS; null when the server is not ours. */
  certificates: Certificates | null
  /** Runs one statement, or several without parameters, as `user`. */
  query<Row extends pg.QueryResultRow>(sql: string, parameters?: unknown[]): Promise<Row[]>
  /** A new empty database on the same server, dropped with it. */
  createDatabase(): Promise<PostgresServer>
}

/** The PostgreSQL of this run: that of TEST_POSTGRES_URL, else one that is started now. */
export const postgres = once(async () => {
  const given = process.env.TEST_POSTGRES_URL
  if (given) return { server: describe(new URL(given), null), stop: async () => {} }
  return startPostgres()
})

async function startPostgres() {
  const program = realpathSync(programFor('postgres'))
  const account = serverAccount('postgres')
  const folder = throwawayFolder('postgres', account)
  const password = randomBytes(12).toString('hex')
  const certificates = await testCertificates()
  await initialise(dirname(program), folder, password, account)
  configure(folder, certificates, account)
  const port = await freePort()
  const command = [program, '-D', join(folder, 'data'), '-p', String(port), '-k', folder]
  const { stop } = await startProcess({ command, folder, port, signal: 'QUIT', account })
  const url = new URL(`postgres://varlor:${password}@127.0.0.1:${port}/postgres`)
  const server = describe(url, certificates)
  await accepting(server)
  await server.query(
    ['tls_only', 'rejected', 'client']
      .map((role) => `create role ${role} login password '${password}';`)
      .join(' ')
  )
  return { server, stop }
}

async function initialise(bin: string, folder: string, password: string, account?: Account) {
  const passwordFile = join(folder, 'password')
  write(passwordFile, password, account)
  await promisify(execFile)(
    join(bin, 'initdb'),
    ['-D', join(folder, 'data'), '-U', 'varlor', '-A', 'scram-sha-256', '-E', 'UTF8'].concat([
      `--pwfile=${passwordFile}`,
      '--no-locale',
      '--no-sync',
      '--no-instructions',
    ]),
    { cwd: folder, ...account }
  )
}

function configure(folder: string, certificates: Certificates, account?: Account): void {
  const data = join(folder, 'data')
  write(join(data, 'pg_hba.conf'), HBA, account)
  write(join(data, 'server.crt'), certificates.server.cert, account)
  write(join(data, 'server.key'), certificates.server.key, account)
  write(join(data, 'ca.crt'), certificates.ca, account)
  write(
    join(data, 'postgresql.auto.conf'),
    [
      "listen_addresses = 'localhost'",
      'ssl = on',
      "ssl_ca_file = 'ca.crt'",
      'fsync = off',
      'synchronous_commit = off',
      'full_page_writes = off',
      "shared_buffers = '64MB'",
      'max_connections = 60',
      'superuser_reserved_connections = 3',
      "timezone = 'UTC'",
    ].join('\n') + '\n',
    account
  )
}

function write(path: string, content: string, account?: Account): void {
  writeFileSync(path, content, { mode: 0o600 })
  if (account) chownSync(path, account.uid, account.gid)
}

/** It listens a moment before it takes queries. */
async function accepting(server: PostgresServer): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await server.query('select 1')
      return
    } catch (error) {
      const starting = error instanceof pg.DatabaseError && error.code === '57P03'
      if (!starting || attempt === 200) throw error
    }
  }
}

function describe(url: URL, certificates: Certificates | null): PostgresServer {
  const server: PostgresServer = {
    host: url.hostname,
    port: Number(url.port || 5432),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)),
    url: url.href,
    certificates,
    query: (sql, parameters) => query(server, sql, parameters),
    async createDatabase() {
      const name = `test_${randomBytes(6).toString('hex')}`
      await server.query(`create database ${name}`)
      return describe(new URL(`/${name}`, url), certificates)
    },
  }
  return server
}

async function query<Row extends pg.QueryResultRow>(
  { host, port, user, password, database }: PostgresServer,
  sql: string,
  parameters?: unknown[]
): Promise<Row[]> {
  const client = new pg.Client({ host, port, user, password, database })
  await client.connect()
  try {
    const { rows } = await client.query<Row>(sql, parameters)
    return rows
  } finally {
    await client.end()
  }
}
