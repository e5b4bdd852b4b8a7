import { test } from '@japa/runner'
import type { TestResult } from '#connectors/contracts'
import type { Certificates } from '#tests/support/certificates'
import { forwardingTo, rogueServer } from '#tests/conformance/rogue_server'
import type { Bench } from '#tests/conformance/suite'
import { connectorTo, ELSEWHERE, never } from '#tests/conformance/workbench'

export function registerTlsTests({ spec, server }: Bench) {
  const tryWith = async (
    tls: Record<string, unknown>,
    host: unknown = server().config.host,
    port: unknown = server().config.port
  ): Promise<TestResult> => {
    const connector = await connectorTo(spec.engine, server(), { config: { tls, host, port } })
    try {
      return await connector.test({ signal: never })
    } finally {
      await connector.dispose()
    }
  }
  const certificates = (): Certificates => {
    const { certificates: own } = server()
    if (!own) throw new Error('TLS tests need a server of our own: unset its TEST_…_URL')
    return own
  }
  const tlsProbe = ({ probes }: TestResult) => probes.find(({ name }) => name === 'tls')?.status

  test('required: encrypted, whoever signed the certificate', async ({ assert }) => {
    const result = await tryWith({ mode: 'require' })
    assert.isTrue(result.success, result.message)
    assert.equal(tlsProbe(result), 'passed')
  })

  test('verify CA: the right authority is enough, whatever the host', async ({ assert }) => {
    const { ca } = certificates()
    for (const host of ['localhost', ELSEWHERE]) {
      const result = await tryWith({ mode: 'verify-ca', ca }, host)
      assert.isTrue(result.success, result.message)
    }
  })

  test('verify CA: another authority, or none, is refused', async ({ assert }) => {
    const { otherCa } = certificates()
    for (const tls of [{ mode: 'verify-ca', ca: otherCa }, { mode: 'verify-ca' }]) {
      const result = await tryWith(tls)
      assert.equal(result.code, 'tls_untrusted', result.message)
      assert.equal(result.field, 'tls.ca')
      assert.equal(tlsProbe(result), 'failed')
    }
  })

  test('verify host: names and addresses of the certificate pass', async ({ assert }) => {
    const { ca } = certificates()
    for (const host of ['localhost', 'LOCALHOST.', '127.0.0.1']) {
      const result = await tryWith({ mode: 'verify-full', ca }, host)
      assert.isTrue(result.success, `${host}: ${result.message}`)
    }
  })

  test('verify host: other names and addresses are refused', async ({ assert, cleanup }) => {
    const { ca } = certificates()
    const forwarder = await rogueServer(forwardingTo(Number(server().config.port)), '127.0.0.2')
    cleanup(() => forwarder.close())
    for (const [host, port] of [
      [ELSEWHERE, server().config.port],
      ['127.0.0.2', forwarder.port],
    ]) {
      const result = await tryWith({ mode: 'verify-full', ca }, host, port)
      assert.equal(result.code, 'tls_hostname', `${host}: ${result.message}`)
      assert.equal(result.field, 'host')
      assert.equal(tlsProbe(result), 'failed')
    }
  })

  test('text that is no certificate is named as such', async ({ assert }) => {
    const result = await tryWith({ mode: 'verify-full', ca: 'not a certificate' })
    assert.equal(result.code, 'bad_config')
    assert.equal(result.field, 'tls.ca')
  })

  test('nothing is said in clear to who does not speak TLS', async ({ assert, cleanup }) => {
    const heard: Buffer[] = []
    const rogue = await rogueServer((socket) => {
      socket.on('data', (chunk) => heard.push(chunk))
      socket.write('N')
    })
    cleanup(() => rogue.close())
    const connector = await connectorTo(spec.engine, server(), {
      config: { port: rogue.port, tls: { mode: 'require' } },
      connectTimeout: 500,
    })
    const result = await connector.test({ signal: never })
    await connector.dispose()
    assert.isFalse(result.success)
    const words = Buffer.concat(heard).toString('latin1')
    for (const secret of [server().config.username, server().credentials.password]) {
      assert.notInclude(words, String(secret))
    }
  })
}
