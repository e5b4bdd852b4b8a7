import { connect, type Socket } from 'node:net'
import { test } from '@japa/runner'
import type { TestResult } from '#connectors/contracts'
import { sqlserver } from '#connectors/sqlserver/engine'
import { rogueServer } from '#tests/conformance/rogue_server'
import { connectorTo, never } from '#tests/conformance/workbench'
import { type KeyPair, misdatedPair, testCertificates } from '#tests/support/certificates'
import { OWNER, PASSWORD } from '#tests/support/standins/sqlserver/accounts'
import { StandinDatabase } from '#tests/support/standins/sqlserver/database'
import type { Login } from '#tests/support/standins/sqlserver/login'
import { PACKET, packetHeader, PacketReader } from '#tests/support/standins/sqlserver/packets'
import { startStandin } from '#tests/support/standins/sqlserver/server'
import * as tokens from '#tests/support/standins/sqlserver/tokens'
import { letIn } from '#tests/unit/connectors/sqlserver/rogue_tds'

/** A stand-in that lets everybody in, and the logins that reached it. */
async function server(certificate: KeyPair) {
  const logins: Login[] = []
  const database = new StandinDatabase({ isSysadmin: false, mayWrite: false })
  const standin = await startStandin({
    encryption: 'offered',
    certificate,
    rules: () => database.rules,
    admit(login) {
      logins.push(login)
      return null
    },
  })
  return { ...standin, logins }
}

async function testAt(port: number, config: Record<string, unknown>): Promise<TestResult> {
  const connector = await connectorTo(sqlserver, {
    tenantId: 'tenant',
    config: {
      host: 'localhost',
      port,
      database: 'sales',
      username: OWNER,
      encrypt: true,
      ...config,
    },
    credentials: { password: PASSWORD },
    certificates: null,
    filesFolder: null,
    schema: 'dbo',
    execute: async () => {},
    countSessions: null,
  })
  try {
    return await connector.test({ signal: never })
  } finally {
    await connector.dispose()
  }
}

/** Sits between, and adds these bytes in clear to the server's last word of the handshake. */
function slippingIn(port: number, extra: Buffer) {
  return (socket: Socket) => {
    const honest = connect(port, '127.0.0.1')
    honest.on('error', () => socket.destroy())
    socket.on('close', () => honest.destroy())
    socket.pipe(honest)
    const packets = new PacketReader()
    // What it says in packets: its greeting, and the two flights of its handshake.
    let left = 3
    honest.on('data', (chunk: Buffer) => {
      if (left > 0) left -= packets.push(chunk).length
      const isLast = left === 0
      if (isLast) left = -1
      socket.write(isLast ? Buffer.concat([chunk, extra]) : chunk)
    })
  }
}

test.group('SQL Server: who stands between us and a trusted server', (group) => {
  group.each.timeout(10_000)

  const messages: [string, (port: number) => Buffer][] = [
    ['an answer to the login', (port) => letIn(tokens.routing('127.0.0.1', port))],
    [
      'the beginning of one',
      (port) => {
        const route = tokens.routing('127.0.0.1', port)
        return Buffer.concat([packetHeader(PACKET.result, route.length, false), route])
      },
    ],
    ['half a packet', (port) => letIn(tokens.routing('127.0.0.1', port)).subarray(0, 20)],
  ]
  for (const [what, message] of messages) {
    test(`cannot slip in ${what} before the encryption begins`, async ({ assert, cleanup }) => {
      const { ca, server: certificate } = await testCertificates()
      // Their certificate is a good one, for their own name.
      const thief = await server(certificate)
      cleanup(() => thief.close())
      const honest = await server(certificate)
      cleanup(() => honest.close())
      const between = await rogueServer(slippingIn(honest.port, message(thief.port)))
      cleanup(() => between.close())

      const undisturbed = await testAt(honest.port, { ca })
      assert.isTrue(undisturbed.success, undisturbed.message)
      const result = await testAt(between.port, { ca })
      assert.equal(result.code, 'wrong_protocol', result.message)
      assert.isEmpty(thief.logins)
      assert.lengthOf(honest.logins, 1)
    })
  }
})

test.group('SQL Server: certificates that nobody can read', () => {
  test('end the session, not the process', async ({ assert, cleanup }) => {
    const odd = await server(await misdatedPair('localhost'))
    cleanup(() => odd.close())
    const failures: unknown[] = []
    const note = (error: unknown) => void failures.push(error)
    process.on('uncaughtExceptionMonitor', note)
    cleanup(() => void process.removeListener('uncaughtExceptionMonitor', note))
    for (const trustServerCertificate of [true, false]) {
      const result = await testAt(odd.port, { trustServerCertificate })
      assert.isEmpty(failures)
      assert.equal(result.code, 'tls_untrusted', result.message)
    }
    assert.isEmpty(odd.logins)
  })
})
