import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { MongoClient } from 'mongodb'
import { once } from '#tests/support/servers/lifetime'
import { findProgram } from '#tests/support/servers/sources'
import { freePort, startProcess, throwawayFolder } from '#tests/support/servers/throwaway_process'

/** Names a server that speaks MongoDB's protocol, as `mongodb://user:password@host:port/`, instead of FerretDB. */
const VARIABLE = 'TEST_MONGODB_URL'

export interface MongodbServer {
  host: string
  port: number
  /** Null where nobody has to sign in. */
  user: string | null
  password: string
  /** Of this run alone. */
  database: string
  url: string
}

/** On the PATH, or where Go puts what it installs. */
function findFerretdb(): string | null {
  const built = join(process.env.GOPATH ?? join(homedir(), 'go'), 'bin', 'ferretdb')
  return findProgram('ferretdb') ?? (existsSync(built) ? built : null)
}

/** How to have one. */
export const REAL_MONGODB = `ferretdb 1.24 on the PATH, or ${VARIABLE}`

export function hasMongodb(): boolean {
  return Boolean(process.env[VARIABLE]) || findFerretdb() !== null
}

/** The server of TEST_MONGODB_URL, else FerretDB over SQLite, started now. */
export const mongodbServer = once(async () => {
  const given = process.env[VARIABLE]
  if (given) {
    const server = describe(new URL(given))
    return { server, stop: () => dropDatabase(server) }
  }
  return startFerretdb()
})

async function startFerretdb() {
  const folder = throwawayFolder('ferretdb')
  mkdirSync(join(folder, 'data'))
  const port = await freePort()
  const password = randomBytes(12).toString('hex')
  const command = [
    findFerretdb() ?? 'ferretdb',
    '--handler=sqlite',
    `--sqlite-url=file:${folder}/data/`,
    `--state-dir=${folder}`,
    `--listen-addr=127.0.0.1:${port}`,
    '--debug-addr=-',
    '--telemetry=disable',
    '--test-enable-new-auth',
    '--setup-database=admin',
    '--setup-username=varlor',
    `--setup-password=${password}`,
  ]
  const { stop } = await startProcess({ command, folder, port, signal: 'KILL' })
  const url = new URL(`mongodb://varlor:${password}@127.0.0.1:${port}/`)
  return { server: describe(url), stop }
}

/** A server that was given outlives the run. */
async function dropDatabase({ url, database }: MongodbServer): Promise<void> {
  const client = new MongoClient(url, { directConnection: true })
  try {
    await client.db(database).dropDatabase()
  } finally {
    await client.close()
  }
}

function describe(url: URL): MongodbServer {
  return {
    host: url.hostname,
    port: Number(url.port || 27_017),
    user: decodeURIComponent(url.username) || null,
    password: decodeURIComponent(url.password),
    database: `varlor_test_${randomBytes(6).toString('hex')}`,
    url: url.href,
  }
}
