import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { connect, createServer } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { test } from '@japa/runner'
import mysql from 'mysql2/promise'
import pg from 'pg'
import { type KeyPair, testCertificates } from '#tests/support/certificates'
import { mariadb } from '#tests/support/servers/mariadb'
import { needs } from '#tests/support/servers/missing'
import { postgres } from '#tests/support/servers/postgres'

test.group('Test certificates', () => {
  test('are believed and refused for what they are', async ({ assert }) => {
    const { ca, otherCa, ...pairs } = await testCertificates()
    assert.isNull(await handshake(pairs.server, ca))
    assert.equal(await handshake(pairs.wrongHost, ca), 'ERR_TLS_CERT_ALTNAME_INVALID')
    assert.equal(await handshake(pairs.expired, ca), 'CERT_HAS_EXPIRED')
    assert.equal(await handshake(pairs.server, otherCa), 'UNABLE_TO_VERIFY_LEAF_SIGNATURE')
  })
})

test.group('PostgreSQL for tests', (group) => {
  needs(group, 'postgres')

  test('is one server for the whole run, with a database for whoever asks', async ({ assert }) => {
    const server = await postgres()
    assert.strictEqual(await postgres(), server)
    const database = await server.createDatabase()
    assert.deepEqual(await database.query('select current_database() as name'), [
      { name: database.database },
    ])
  })

  test('lets a user that must use TLS in by TLS alone', async ({ assert }) => {
    const server = await postgres()
    if (!server.certificates) return
    const { host, port, password, database, certificates } = server
    const options = { host, port, password, database, user: 'tls_only' }
    await assert.rejects(() => new pg.Client(options).connect(), /pg_hba\.conf/)
    const client = new pg.Client({ ...options, ssl: { ca: certificates.ca } })
    await client.connect()
    await client.end()
  })
})

test.group('MariaDB for tests', (group) => {
  needs(group, 'mariadb')

  test('lets a user that must use TLS in by TLS alone', async ({ assert }) => {
    const server = await mariadb()
    if (!server.certificates) return
    const { host, port, password, database, certificates } = server
    const options = { host, port, password, database, user: 'tls_only' }
    await assert.rejects(() => mysql.createConnection(options), /Access denied/)
    const ssl = { ca: certificates.ca, verifyIdentity: true }
    const connection = await mysql.createConnection({ ...options, ssl })
    await connection.end()
  })
})

test.group('Servers for tests', (group) => {
  needs(group, 'redis')

  test('end with a run that is killed', async ({ assert }) => {
    const starter = fileURLToPath(new URL('../../support/servers/start_redis.ts', import.meta.url))
    const child = spawn(process.execPath, ['--import=@poppinss/ts-exec', starter], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, TEST_REDIS_URL: '' },
    })
    const folder = await new Promise<string>((resolve) => {
      child.stdout.once('data', (data: Buffer) => resolve(data.toString().trim()))
    })
    assert.isTrue(existsSync(folder))
    child.kill('SIGKILL')
    while (existsSync(folder)) await pause(10)
  })
})

/** Serves that pair on loopback; the client's reason to refuse it, or null. */
async function handshake(pair: KeyPair, ca: string): Promise<string | null> {
  const server = createServer(pair).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const socket = connect({ host: '127.0.0.1', port, ca, servername: 'localhost' })
  try {
    await once(socket, 'secureConnect')
    return null
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? null
  } finally {
    socket.destroy()
    server.close()
  }
}
