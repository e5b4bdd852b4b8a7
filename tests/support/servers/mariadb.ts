import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import mysql, { type Connection, type RowDataPacket } from 'mysql2/promise'
import { type Certificates, testCertificates } from '#tests/support/certificates'
import { once } from '#tests/support/servers/lifetime'
import { findProgram } from '#tests/support/servers/sources'
import { programFor } from '#tests/support/servers/missing'
import {
  type Account,
  freePort,
  serverAccount,
  startProcess,
  throwawayFolder,
} from '#tests/support/servers/throwaway_process'

export interface MariadbServer {
  host: string
  port: number
  user: string
  password: string
  database: string
  /** For applications; `user` may do everything on a server of our own. */
  url: string
  /** What the server shows over TLS; null when the server is not ours. */
  certificates: Certificates | null
  /** Runs one statement, or several without parameters, as `user`. */
  query<Row>(sql: string, parameters?: unknown[]): Promise<Row[]>
  /** A new empty database on the same server, dropped with it. */
  createDatabase(): Promise<MariadbServer>
}

/** The MariaDB (or MySQL) of this run: that of TEST_MYSQL_URL, else one that is started now. */
export const mariadb = once(async () => {
  const given = process.env.TEST_MYSQL_URL
  if (given) return { server: describe(new URL(given), null), stop: async () => {} }
  return startMariadb()
})

/**
 * `tls_only` may come in over TLS alone, `client` only with a certificate, `locked`
 * not at all; all have `varlor`'s password.
 */
async function startMariadb() {
  const program = programFor('mariadb')
  const account = serverAccount('mysql')
  const folder = throwawayFolder('mariadb', account)
  const password = randomBytes(12).toString('hex')
  const certificates = await testCertificates()
  await initialise(folder, account)
  writeCertificates(folder, certificates, account)
  writeGrants(folder, password, account)
  const port = await freePort()
  const command = [program, ...serverOptions(folder, port)]
  const { stop } = await startProcess({ command, folder, port, signal: 'KILL', account })
  const url = new URL(`mysql://varlor:${password}@127.0.0.1:${port}/varlor`)
  return { server: describe(url, certificates), stop }
}

async function initialise(folder: string, account?: Account): Promise<void> {
  const installer = findProgram('mariadb-install-db', 'mysql_install_db')
  if (!installer) throw new Error('mariadb-install-db is missing: it belongs to the MariaDB server')
  const run = promisify(execFile)
  await run(
    installer,
    [
      '--no-defaults',
      `--datadir=${join(folder, 'data')}`,
      '--auth-root-authentication-method=normal',
    ]
      .concat(['--skip-test-db', '--skip-log-bin', '--innodb-log-file-size=8M'])
      .concat(['--innodb-flush-method=nosync', '--innodb-flush-log-at-trx-commit=0']),
    { cwd: folder, ...account }
  )
}

function writeCertificates(folder: string, certificates: Certificates, account?: Account): void {
  write(join(folder, 'ca.crt'), certificates.ca, account)
  write(join(folder, 'server.crt'), certificates.server.cert, account)
  write(join(folder, 'server.key'), certificates.server.key, account)
}

/** Run by the server itself before it listens, so that no moment is without passwords. */
function writeGrants(folder: string, password: string, account?: Account): void {
  const statements = [
    `alter user root@localhost identified by '${password}'`,
    `create database varlor`,
    `create user varlor@'%' identified by '${password}'`,
    `grant all privileges on *.* to varlor@'%' with grant option`,
    `create user tls_only@'%' identified by '${password}' require ssl`,
    `grant select on varlor.* to tls_only@'%'`,
    `create user client@'%' identified by '${password}' require x509`,
    `grant select on varlor.* to client@'%'`,
    `create user locked@'%' identified by '${password}' account lock`,
  ]
  write(join(folder, 'init.sql'), statements.map((line) => `${line};\n`).join(''), account)
}

function serverOptions(folder: string, port: number): string[] {
  return [
    '--no-defaults',
    ...(process.getuid?.() === 0 ? ['--user=mysql'] : []),
    `--datadir=${join(folder, 'data')}`,
    `--socket=${join(folder, 'socket')}`,
    `--pid-file=${join(folder, 'pid')}`,
    `--init-file=${join(folder, 'init.sql')}`,
    '--bind-address=127.0.0.1',
    `--port=${port}`,
    '--skip-name-resolve',
    '--skip-log-bin',
    '--character-set-server=utf8mb4',
    '--max-connections=80',
    '--innodb-buffer-pool-size=64M',
    '--innodb-log-file-size=8M',
    '--innodb-flush-method=nosync',
    '--innodb-flush-log-at-trx-commit=0',
    `--ssl-ca=${join(folder, 'ca.crt')}`,
    `--ssl-cert=${join(folder, 'server.crt')}`,
    `--ssl-key=${join(folder, 'server.key')}`,
  ]
}

function write(path: string, content: string, account?: Account): void {
  writeFileSync(path, content, { mode: 0o600 })
  if (account) chownSync(path, account.uid, account.gid)
}

function describe(url: URL, certificates: Certificates | null): MariadbServer {
  const server: MariadbServer = {
    host: url.hostname,
    port: Number(url.port || 3306),
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

/** Runs one statement, or several without parameters, as whoever is named. */
export async function query<Row>(
  {
    host,
    port,
    user,
    password,
    database,
  }: Pick<MariadbServer, 'host' | 'port' | 'user' | 'password' | 'database'>,
  sql: string,
  parameters?: unknown[]
): Promise<Row[]> {
  const connection: Connection = await mysql.createConnection({
    host,
    port,
    user,
    password,
    database,
    charset: 'utf8mb4',
    multipleStatements: parameters === undefined,
  })
  try {
    const [rows] = await connection.query<RowDataPacket[]>(sql, parameters)
    return rows as Row[]
  } finally {
    await connection.end()
  }
}
