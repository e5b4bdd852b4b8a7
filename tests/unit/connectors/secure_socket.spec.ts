import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { createServer } from 'node:tls'
import { test } from '@japa/runner'
import type { ServedCertificate } from '#connectors/contracts'
import { translateError } from '#connectors/error_translation'
import { secureSocket } from '#connectors/secure_socket'
import { planFor, type TlsConfig, type TlsPlan } from '#connectors/tls'
import { hangingUp, rogueServer, silent } from '#tests/conformance/rogue_server'
import { never } from '#tests/conformance/workbench'
import { type KeyPair, selfSignedPair, testCertificates } from '#tests/support/certificates'

const AT = {
  label: 'Any database',
  where: 'localhost',
  port: 1,
  user: null,
  database: null,
  isConnected: false,
  seconds: null,
}

/** What a client sees of a server that shows this certificate. */
async function meet(pair: KeyPair, tls: TlsConfig) {
  const server = createServer({ cert: pair.cert, key: pair.key }, (socket) => {
    socket.on('error', () => {})
    socket.resume()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  socket.on('error', () => {})
  let served: ServedCertificate | null = null
  try {
    const plan = planFor(tls, undefined, 'localhost') as TlsPlan
    await secureSocket(socket, plan, never, (certificate) => (served = certificate))
    return { served, refusal: null }
  } catch (error) {
    return { served, refusal: translateError(error, { codes: {} }, AT) }
  } finally {
    socket.destroy()
    server.close()
  }
}

function fingerprintOf({ cert }: KeyPair): string {
  return new X509Certificate(cert).fingerprint256
}

test.group('TLS over a socket', () => {
  test('an expired certificate is refused and shown, and passes once approved', async ({
    assert,
  }) => {
    const { ca, expired } = await testCertificates()
    const { served, refusal } = await meet(expired, { mode: 'verify-full', ca })
    assert.equal(refusal?.code, 'tls_expired')
    assert.include(refusal?.hint, 'approve')
    const shown = served as ServedCertificate | null
    assert.isBelow(Date.parse(shown?.validTo ?? ''), Date.now())
    const approved = await meet(expired, {
      mode: 'verify-full',
      fingerprint: fingerprintOf(expired),
    })
    assert.isNull(approved.refusal)
  })

  test('why a certificate is not trusted is told with what it says of itself', async ({
    assert,
  }) => {
    const { ca, otherCa, server, wrongHost } = await testCertificates()
    const alone = await selfSignedPair('localhost')
    const cases: [KeyPair, TlsConfig, string, RegExp][] = [
      [alone, { mode: 'verify-ca' }, 'tls_untrusted', /localhost is self-signed/],
      [server, { mode: 'verify-ca', ca: otherCa }, 'tls_untrusted', /by Varlor test authority/],
      [wrongHost, { mode: 'verify-full', ca }, 'tls_hostname', /for elsewhere.test, not for/],
    ]
    for (const [pair, tls, code, words] of cases) {
      const { refusal } = await meet(pair, tls)
      assert.equal(refusal?.code, code)
      assert.match(refusal?.message ?? '', words)
      assert.include(refusal?.hint, 'pprove')
    }
  })

  for (const [title, name] of [
    ['control characters', 'a\nb\u001b[31m\u0000c\u202e'],
    ['a name of 40,000 characters', 'x'.repeat(40_000)],
  ] as const) {
    test(`a certificate with ${title} fits a sentence`, async ({ assert }) => {
      const pair = await selfSignedPair(name)
      for (const mode of ['require', 'verify-full'] as const) {
        const { served, refusal } = await meet(pair, { mode })
        const told = JSON.stringify([served, refusal?.message, refusal?.hint])
        assert.isBelow(told.length, 1_000)
        assert.notMatch(told.replaceAll('\\\\', ''), /\\u00|\\n|\u202e/)
        assert.equal((served as ServedCertificate | null)?.fingerprint, fingerprintOf(pair))
      }
    })
  }

  test('an approval is for one certificate, whatever else is trusted', async ({ assert }) => {
    const { ca, server, expired } = await testCertificates()
    const { refusal } = await meet(server, {
      mode: 'verify-full',
      ca,
      fingerprint: fingerprintOf(expired),
    })
    assert.containsSubset(refusal, { code: 'tls_untrusted', field: 'tls.fingerprint' })
  })

  test('who hangs up or stays silent ends the handshake', async ({ assert, cleanup }) => {
    const plan = planFor({ mode: 'require' }, undefined, 'localhost') as TlsPlan
    const [closing, quiet] = await Promise.all([rogueServer(hangingUp), rogueServer(silent)])
    cleanup(() => closing.close())
    cleanup(() => quiet.close())
    const secure = (port: number, signal: AbortSignal) => {
      const socket = connect(port, '127.0.0.1')
      socket.on('error', () => {})
      cleanup(() => void socket.destroy())
      return secureSocket(socket, plan, signal, () => {})
    }
    const refused = await secure(closing.port, never).catch((error: unknown) => error)
    assert.oneOf((refused as { code?: string }).code, ['wrong_protocol', 'ECONNRESET'])
    const reason = new Error('time is up')
    const gaveUp = secure(quiet.port, AbortSignal.abort(reason))
    await assert.rejects(() => gaveUp, 'time is up')
  })

  test('a key or an authority that is no PEM is named', ({ assert }) => {
    const noCa = () => planFor({ mode: 'verify-ca', ca: 'nonsense' }, undefined, 'localhost')
    const noKey = () => planFor({ mode: 'require' }, 'nonsense', 'localhost')
    assert.throws(noCa, 'This is not a certificate in PEM format.')
    assert.throws(noKey, 'This is not a private key in PEM format.')
    assert.isNull(planFor({ mode: 'disable', ca: 'nonsense' }, 'nonsense', 'localhost'))
  })
})
