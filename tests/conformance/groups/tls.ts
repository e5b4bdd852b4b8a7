import { X509Certificate } from 'node:crypto'
import { test } from '@japa/runner'
import type { TestResult } from '#connectors/contracts'
import type { TlsConfig } from '#connectors/tls'
import type { Certificates } from '#tests/support/certificates'
import { forwardingTo, rogueServer } from '#tests/conformance/rogue_server'
import type { Bench } from '#tests/conformance/suite'
import { connectorTo, ELSEWHERE, never, tested } from '#tests/conformance/workbench'

export function registerTlsTests({ spec, server }: Bench) {
  const tlsConfig = spec.tlsConfig ?? ((tls: TlsConfig) => ({ tls }))
  const own = (field: string) => spec.engine.fieldNames?.[field] ?? field
  const tryWith = async (
    tls: TlsConfig,
    host: unknown = server().config.host,
    port: unknown = server().config.port
  ): Promise<TestResult> => {
    const config = { ...tlsConfig(tls), host, port }
    return tested(connectorTo(spec.engine, server(), { config }))
  }
  const certificates = (): Certificates => {
    const { certificates: shown } = server()
    if (!shown) throw new Error('TLS tests need a server of our own: unset its TEST_…_URL')
    return shown
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
    const refused: TlsConfig[] = [{ mode: 'verify-ca', ca: otherCa }, { mode: 'verify-ca' }]
    for (const tls of refused) {
      const result = await tryWith(tls)
      assert.equal(result.code, 'tls_untrusted', result.message)
      assert.equal(result.field, own('tls.ca'))
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

  test('a refused certificate is shown, and one that passes too', async ({ assert }) => {
    const { ca, otherCa, server: pair } = certificates()
    const served = new X509Certificate(pair.cert)
    const shown = {
      subject: 'CN=localhost',
      issuer: 'CN=Varlor test authority',
      validFrom: served.validFromDate.toISOString(),
      validTo: served.validToDate.toISOString(),
      fingerprint: served.fingerprint256,
    }
    const untrusted = await tryWith({ mode: 'verify-full', ca: otherCa }, 'localhost')
    const wrongHost = await tryWith({ mode: 'verify-full', ca }, ELSEWHERE)
    const passed = await tryWith({ mode: 'verify-full', ca }, 'localhost')
    const unchecked = await tryWith({ mode: 'require' })
    for (const result of [untrusted, wrongHost, passed, unchecked]) {
      const probe = result.probes.find(({ name }) => name === 'tls')
      assert.deepEqual(probe?.certificate, shown, result.message)
    }
    assert.include(wrongHost.message, 'localhost')
    assert.include(wrongHost.message, ELSEWHERE)
    assert.include(untrusted.message, 'Varlor test authority')
  })

  test('an approved certificate stands in for authority and host', async ({ assert }) => {
    const { otherCa, server: pair } = certificates()
    const fingerprint = new X509Certificate(pair.cert).fingerprint256
    for (const mode of ['require', 'verify-ca', 'verify-full'] as const) {
      const result = await tryWith({ mode, ca: otherCa, fingerprint }, ELSEWHERE)
      assert.isTrue(result.success, `${mode}: ${result.message}`)
    }
  })

  test('another certificate than the approved one is refused', async ({ assert }) => {
    const { ca, wrongHost } = certificates()
    const fingerprint = new X509Certificate(wrongHost.cert).fingerprint256
    for (const mode of ['require', 'verify-full'] as const) {
      const result = await tryWith({ mode, ca, fingerprint }, 'localhost')
      assert.equal(result.code, 'tls_untrusted', result.message)
      assert.equal(result.field, own('tls.fingerprint'))
      assert.equal(tlsProbe(result), 'failed')
    }
  })

  test('text that is no certificate is named as such', async ({ assert }) => {
    const result = await tryWith({ mode: 'verify-full', ca: 'not a certificate' })
    assert.equal(result.code, 'bad_config')
    assert.equal(result.field, own('tls.ca'))
  })

  test('nothing is said in clear to who does not speak TLS', async ({ assert, cleanup }) => {
    const heard: Buffer[] = []
    const rogue = await rogueServer((socket) => {
      socket.on('data', (chunk) => heard.push(chunk))
      socket.write('N')
    })
    cleanup(() => rogue.close())
    const connector = await connectorTo(spec.engine, server(), {
      config: { ...tlsConfig({ mode: 'require' }), port: rogue.port },
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
