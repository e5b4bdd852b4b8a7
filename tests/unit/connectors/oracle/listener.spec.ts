import { test } from '@japa/runner'
import { EgressPolicy } from '#connectors/egress_policy'
import { rogueServer, silent } from '#tests/conformance/rogue_server'
import { testCertificates } from '#tests/support/certificates'
import * as packets from '#tests/support/standins/oracle/packets'
import { failedProbe, previewAt, startStandin, testAt } from '#tests/unit/connectors/oracle/bench'

const address = (host: string, port: number, protocol = 'TCP') =>
  `(ADDRESS=(PROTOCOL=${protocol})(HOST=${host})(PORT=${port}))`

test.group('Oracle: what a listener may say', () => {
  for (const release of [19, 23] as const) {
    test(`release ${release}: signs in and reads`, async ({ assert, cleanup }) => {
      const { standin } = await startStandin({ release })
      cleanup(() => standin.close())
      const result = await testAt(standin.port)
      assert.isTrue(result.success, result.message)
      assert.equal(result.serverVersion, release === 19 ? '19.3.0.0.0' : '23.4.0.0.0')
      assert.deepEqual((await previewAt(standin.port)).rows, [[1], [2]])
    })
  }

  test('a redirect is followed to the server that it names', async ({ assert, cleanup }) => {
    const { standin: server } = await startStandin()
    const asked: string[] = []
    const { standin: listener } = await startStandin({
      listener(data) {
        asked.push(data)
        return packets.redirectPacket(`${address('127.0.0.1', server.port)}\0${data}`, 2)
      },
    })
    cleanup(() => server.close())
    cleanup(() => listener.close())
    const { rows } = await previewAt(listener.port)
    assert.deepEqual(rows, [[1], [2]])
    assert.lengthOf(asked, 1)
  })

  test('a redirect whose text comes in a packet of its own is followed too', async ({
    assert,
    cleanup,
  }) => {
    const { standin: server } = await startStandin()
    const { standin: listener } = await startStandin({
      listener() {
        const text = Buffer.from(address('127.0.0.1', server.port))
        const announced = packets.packet(packets.PACKET.redirect, Buffer.from([0, text.length]))
        const data = packets.packet(packets.PACKET.data, Buffer.concat([Buffer.alloc(2), text]))
        return Buffer.concat([announced, data])
      },
    })
    cleanup(() => server.close())
    cleanup(() => listener.close())
    const result = await testAt(listener.port)
    assert.isTrue(result.success, result.message)
  })

  test('a redirect to an address that is not allowed is not dialled', async ({
    assert,
    cleanup,
  }) => {
    const { standin } = await startStandin({
      listener: () => packets.redirectPacket(address('169.254.169.254', 80)),
    })
    cleanup(() => standin.close())
    const result = await testAt(standin.port)
    assert.equal(result.code, 'egress_blocked', result.message)
  })

  test('a name in a redirect is resolved and vetted by us, never by the driver', async ({
    assert,
    cleanup,
  }) => {
    const asked: string[] = []
    const { standin } = await startStandin({
      listener: () => packets.redirectPacket(address('inside.example.test', 1521)),
    })
    cleanup(() => standin.close())
    const egress = new EgressPolicy({
      allow: ['loopback'],
      own: [],
      resolver: async (name) => {
        asked.push(name)
        return ['10.0.0.1']
      },
    })
    const result = await testAt(standin.port, { egress })
    assert.equal(result.code, 'egress_blocked', result.message)
    assert.deepEqual(asked, ['inside.example.test'])
  })

  test('redirects for ever come to an end', async ({ assert, cleanup }) => {
    let asked = 0
    const { standin } = await startStandin({
      listener() {
        asked += 1
        return packets.redirectPacket(address('127.0.0.1', standin.port))
      },
    })
    cleanup(() => standin.close())
    const result = await testAt(standin.port)
    assert.equal(result.code, 'wrong_protocol', result.message)
    assert.isAtMost(asked, 3)
  })

  test('what a redirect says beside host and port has no effect', async ({ assert, cleanup }) => {
    const rogue = await rogueServer(silent)
    const { standin: server } = await startStandin()
    const extras = `(RETRY_COUNT=1000)(HTTPS_PROXY=127.0.0.1)(HTTPS_PROXY_PORT=${rogue.port})(MY_WALLET_DIRECTORY=/etc)`
    const { standin: listener } = await startStandin({
      listener: () =>
        packets.redirectPacket(`(DESCRIPTION=${extras}${address('127.0.0.1', server.port)})`),
    })
    for (const one of [rogue, server, listener]) cleanup(() => one.close())
    const result = await testAt(listener.port)
    assert.isTrue(result.success, result.message)
    assert.lengthOf(rogue.connections, 0)
  })

  test('a redirect that names no address is no redirect', async ({ assert, cleanup }) => {
    for (const text of ['tns_alias', 'host:1521/service', '(ADDRESS=(HOST=a)(PORT=0))', '(((((']) {
      const { standin } = await startStandin({ listener: () => packets.redirectPacket(text) })
      cleanup(() => standin.close())
      const result = await testAt(standin.port)
      assert.equal(result.code, 'wrong_protocol', `${text}: ${result.message}`)
    }
  })

  test('a redirect does not lead out of TLS', async ({ assert, cleanup }) => {
    const { server: tls, ca } = await testCertificates()
    const { standin: server } = await startStandin({ tls })
    const { standin: listener } = await startStandin({
      tls,
      listener: (data) =>
        packets.redirectPacket(`${address('127.0.0.1', server.port, 'TCP')}\0${data}`, 2),
    })
    const heard: Buffer[] = []
    const rogue = await rogueServer((socket) => socket.on('data', (chunk) => heard.push(chunk)))
    const { standin: liar } = await startStandin({
      tls,
      listener: () => packets.redirectPacket(address('127.0.0.1', rogue.port, 'TCP')),
    })
    for (const one of [server, listener, rogue, liar]) cleanup(() => one.close())
    const config = { tls: { mode: 'verify-full', ca } }
    const result = await testAt(listener.port, { config })
    assert.isTrue(result.success, result.message)
    const deceived = await testAt(liar.port, { config, connectTimeout: 400 })
    assert.equal(deceived.code, 'timeout', deceived.message)
    // A ClientHello, and nothing in clear.
    assert.equal(Buffer.concat(heard)[0], 0x16)
    assert.notInclude(Buffer.concat(heard).toString('latin1'), 'SERVICE_NAME')
  })

  test('refusals of the listener are told by their number', async ({ assert, cleanup }) => {
    const cases = [
      [12_514, 'database_not_found', 'database'],
      [12_505, 'database_not_found', 'database'],
      [12_516, 'too_many_connections', 'auth'],
      [12_519, 'too_many_connections', 'auth'],
      [12_528, 'starting', 'auth'],
      [12_529, 'network_acl', 'auth'],
      [12_541, 'refused', undefined],
      [1_234, 'wrong_protocol', 'auth'],
    ] as const
    for (const [number, code, probe] of cases) {
      const { standin } = await startStandin({ listener: () => packets.refusePacket(number) })
      cleanup(() => standin.close())
      const result = await testAt(standin.port)
      assert.equal(result.code, code, `${number}: ${result.message}`)
      if (probe) assert.equal(failedProbe(result), probe, String(number))
      assert.notInclude(result.message, 'CONNECTION_ID')
    }
  })

  test('a listener may ask to hear it again', async ({ assert, cleanup }) => {
    let asked = 0
    const { standin } = await startStandin({
      listener: () =>
        asked++ === 0 ? packets.packet(packets.PACKET.resend, Buffer.alloc(0)) : null,
    })
    cleanup(() => standin.close())
    const result = await testAt(standin.port)
    assert.isTrue(result.success, result.message)
    assert.equal(asked, 2)
  })

  test('a second handshake of TLS is done where the server asks for one', async ({
    assert,
    cleanup,
  }) => {
    const { server: tls, ca } = await testCertificates()
    const { standin } = await startStandin({ tls, isHandingOn: true })
    cleanup(() => standin.close())
    const result = await testAt(standin.port, { config: { tls: { mode: 'verify-full', ca } } })
    assert.isTrue(result.success, result.message)
  })

  test('a second handshake on a session in clear is refused', async ({ assert, cleanup }) => {
    const { standin } = await startStandin({
      listener: () => packets.packet(packets.PACKET.resend, Buffer.alloc(0), { flags: 8 }),
    })
    cleanup(() => standin.close())
    assert.equal((await testAt(standin.port)).code, 'wrong_protocol')
  })
})
