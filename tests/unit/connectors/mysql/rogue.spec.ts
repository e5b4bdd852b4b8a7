import { mock } from 'node:test'
import { TLSSocket } from 'node:tls'
import { test } from '@japa/runner'
import fc from 'fast-check'
import { mysql } from '#connectors/mysql/engine'
import { rogueServer } from '#tests/conformance/rogue_server'
import { connectorTo, serverWith, tested } from '#tests/conformance/workbench'
import { testCertificates } from '#tests/support/certificates'
import {
  authSwitch,
  greeting,
  moreData,
  ok,
  packet,
  refusal,
  rogueMysql,
} from '#tests/unit/connectors/mysql/rogue_mysql'

const PASSWORD = 'correct horse battery staple'
const COM_QUERY = 3
const FULL_AUTHENTICATION = Buffer.from([4])

function connectorAt(port: number, tls: Record<string, unknown> = { mode: 'disable' }) {
  return connectorTo(
    mysql,
    serverWith({
      config: { host: '127.0.0.1', port, database: 'sales', username: 'alice', tls },
      credentials: { password: PASSWORD },
      schema: 'sales',
    })
  )
}

function testAt(port: number, tls?: Record<string, unknown>) {
  return tested(connectorAt(port, tls))
}

test.group('MySQL: a hostile server', () => {
  for (const plugin of ['caching_sha2_password', 'sha256_password', 'mysql_clear_password']) {
    for (const way of ['greets with', 'switches to']) {
      test(`that ${way} ${plugin} gets no password in clear`, async ({ assert, cleanup }) => {
        const hello = way === 'greets with' ? { plugin } : {}
        const server = await rogueMysql(hello, (_, sequence) => {
          if (sequence === 2) return authSwitch(sequence, plugin)
          if (sequence === 4) return moreData(sequence, FULL_AUTHENTICATION)
          return moreData(sequence, Buffer.from('-----BEGIN PUBLIC KEY-----'))
        })
        cleanup(() => server.close())
        const result = await testAt(server.port)
        assert.oneOf(result.code, ['tls_required', 'auth_method'], result.message)
        assert.notInclude(Buffer.concat(server.heard).toString('latin1'), PASSWORD)
        assert.isAtMost(server.heard.length, 2)
      })
    }
  }

  test('that knows this user already lets it in without the password itself', async ({
    assert,
    cleanup,
  }) => {
    const server = await rogueMysql({ plugin: 'caching_sha2_password' }, (body, sequence) => {
      if (sequence === 2) return authSwitch(sequence, 'caching_sha2_password')
      if (sequence === 4) return Buffer.concat([moreData(4, Buffer.from([3])), ok(5)])
      return body[0] === COM_QUERY ? refusal(sequence, 1227, 'enough') : null
    })
    cleanup(() => server.close())
    const result = await testAt(server.port)
    const auth = result.probes.find(({ name }) => name === 'auth')
    assert.equal(auth?.status, 'passed')
    assert.lengthOf(server.heard[1] ?? [], 32)
    assert.equal(server.heard[2]?.[0], COM_QUERY)
  })

  test('that feigns a wrong password gets no password over unchecked TLS either', async ({
    assert,
    cleanup,
  }) => {
    const { server: pair } = await testCertificates()
    const heard: Buffer[] = []
    const server = await rogueServer((socket) => {
      socket.write(greeting({ offersTls: true }))
      socket.once('data', (chunk) => {
        if (server.connections.length === 1) {
          socket.write(refusal(2, 1045, 'Access denied (using password: YES)'))
          return
        }
        const replies = [authSwitch(3, 'caching_sha2_password'), moreData(5, FULL_AUTHENTICATION)]
        // The request for TLS is 36 bytes; the handshake may have come along.
        socket.pause().unshift(chunk.subarray(36))
        const secure = new TLSSocket(socket, { ...pair, isServer: true })
        secure.on('error', () => {})
        secure.on('data', (words) => {
          heard.push(words)
          const reply = replies.shift()
          if (reply) secure.write(reply)
        })
      })
    })
    cleanup(() => server.close())
    const result = await testAt(server.port)
    assert.equal(result.code, 'auth_bad', result.message)
    assert.lengthOf(server.connections, 2)
    assert.lengthOf(heard, 2)
    assert.notInclude(Buffer.concat(heard).toString('latin1'), PASSWORD)
  })

  test('that asks for a file of ours gets nothing', async ({ assert, cleanup }) => {
    const server = await rogueMysql({}, (body, sequence) => {
      if (body[0] === COM_QUERY) return packet(sequence, Buffer.from('\xfb/etc/passwd', 'latin1'))
      return ok(sequence)
    })
    cleanup(() => server.close())
    const result = await testAt(server.port)
    assert.isFalse(result.success)
    assert.notInclude(Buffer.concat(server.heard).toString('latin1'), 'root:')
  })

  test('that offers no TLS is not signed in to when TLS is asked for', async ({
    assert,
    cleanup,
  }) => {
    const server = await rogueMysql({}, (_, sequence) => ok(sequence))
    cleanup(() => server.close())
    const result = await testAt(server.port, { mode: 'require' })
    assert.equal(result.code, 'tls_unsupported')
    assert.lengthOf(server.heard, 0)
  })

  test('that wants an unknown way to sign in is told apart', async ({ assert, cleanup }) => {
    const server = await rogueMysql({}, (_, sequence) => authSwitch(sequence, '__proto__'))
    cleanup(() => server.close())
    const { code } = await testAt(server.port)
    assert.equal(code, 'auth_method')
  })

  test('that numbers its packets wrongly is cut off and does not fill our log', async ({
    assert,
    cleanup,
  }) => {
    const complaints: unknown[] = []
    const complain = mock.method(console, 'error', (line: unknown) => complaints.push(line))
    cleanup(() => complain.mock.restore())
    const flood = Buffer.concat(Array.from({ length: 1_000 }, () => packet(77, Buffer.from([0]))))
    const server = await rogueMysql({}, () => flood)
    cleanup(() => server.close())
    const { code } = await testAt(server.port)
    assert.equal(code, 'wrong_protocol')
    assert.isAtMost(complaints.length, 1)
  })

  test('that greets with an empty packet, a byte at a time, is told as another protocol', async ({
    assert,
    cleanup,
  }) => {
    const server = await rogueServer((socket) => {
      socket.setNoDelay().resume().write('\0')
      // What comes in one piece is looked at as one.
      setImmediate(() => socket.write('\0\0\0'))
    })
    cleanup(() => server.close())
    assert.equal((await testAt(server.port)).code, 'wrong_protocol')
  })

  test('that says anything at all ends the session and not the process', async ({ assert }) => {
    const noise = fc.array(fc.uint8Array({ maxLength: 200 }), { minLength: 1, maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(fc.boolean(), noise, async (isFramed, answers) => {
        const server = await rogueServer((socket) => {
          socket.write(greeting())
          answers.forEach((answer, index) => {
            const body = Buffer.from(answer)
            socket.write(isFramed ? packet(index + 2, body) : body)
          })
          socket.end()
        })
        const result = await testAt(server.port)
        await server.close()
        assert.isFalse(result.success)
        assert.isNotNull(result.code)
      }),
      { numRuns: 200 }
    )
  }).timeout(60_000)
})
