import { test } from '@japa/runner'
import { mysql } from '#connectors/mysql/engine'
import { rogueServer } from '#tests/conformance/rogue_server'
import { connectorTo, never } from '#tests/conformance/workbench'
import { testCertificates } from '#tests/support/certificates'
import { authSwitch, greeting, moreData } from '#tests/unit/connectors/mysql/rogue_mysql'

/** The server wants the password itself. */
const FULL_AUTHENTICATION = Buffer.from([4])
const PASSWORD = 'correct horse battery staple'

async function testAt(port: number, tls: Record<string, unknown>) {
  const connector = await connectorTo(mysql, {
    tenantId: 'tenant',
    config: { host: 'localhost', port, database: 'sales', username: 'alice', tls },
    credentials: { password: PASSWORD },
    certificates: null,
    filesFolder: null,
    schema: 'sales',
    execute: async () => {},
    countSessions: null,
  })
  try {
    return await connector.test({ signal: never })
  } finally {
    await connector.dispose()
  }
}

/** Greets and offers TLS, says this in clear at once, and keeps what it hears. */
async function saying(more: Buffer, offersTls: boolean) {
  const heard: Buffer[] = []
  const server = await rogueServer((socket) => {
    socket.on('data', (chunk) => heard.push(chunk))
    socket.write(Buffer.concat([greeting({ offersTls }), more]))
  })
  return { ...server, heard: () => Buffer.concat(heard).toString('latin1') }
}

test.group('MySQL: what is slipped in behind the greeting', (group) => {
  group.each.timeout(8_000)

  const words: [string, Buffer][] = [
    ['a switch to the password in clear', authSwitch(2, 'mysql_clear_password')],
    [
      'a switch to the password under a key of its own',
      Buffer.concat([authSwitch(2, 'caching_sha2_password'), moreData(3, FULL_AUTHENTICATION)]),
    ],
    ['a switch to a digest of the password', authSwitch(2, 'mysql_native_password')],
    ['the beginning of a packet', authSwitch(2, 'mysql_clear_password').subarray(0, 9)],
  ]
  for (const [what, more] of words) {
    test(`${what} gets nothing of it before the encryption`, async ({ assert, cleanup }) => {
      const { ca } = await testCertificates()
      for (const offersTls of [true, false]) {
        const server = await saying(more, offersTls)
        cleanup(() => server.close())
        for (const tls of [{ mode: 'require' }, { mode: 'verify-full', ca }]) {
          const result = await testAt(server.port, tls)
          assert.notInclude(server.heard(), PASSWORD)
          assert.equal(result.code, 'wrong_protocol', result.message)
        }
        // Neither an answer of the plugin nor a first word of TLS.
        assert.isBelow(server.heard().length, 80)
      }
    })
  }
})
