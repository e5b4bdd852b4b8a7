import { X509Certificate } from 'node:crypto'
import type { Duplex } from 'node:stream'
import { connect, type TLSSocket } from 'node:tls'
import { ConnectorError } from '#connectors/connector_error'
import type { ServedCertificate } from '#connectors/contracts'
import type { TlsPlan } from '#connectors/tls'
import { printable } from '#connectors/whereabouts'

/**
 * TLS over a connected stream; nothing is written to it before the peer is trusted. `onServed` hears of the
 * certificate also when it is refused.
 *
 * @throws the error of the handshake, why the peer is not trusted, `wrong_protocol` when it hangs up, or the
 *   signal's reason
 */
export function secureSocket(
  stream: Duplex,
  plan: TlsPlan,
  signal: AbortSignal,
  onServed: (certificate: ServedCertificate) => void
): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => {
      settle()
      reject(error)
      // Whoever waits hears why before the driver sees the stream end.
      setImmediate(() => secure.destroy())
    }
    const onAbort = () => fail(signal.reason)
    const onClose = () => fail(new ConnectorError('wrong_protocol'))
    const settle = () => {
      signal.removeEventListener('abort', onAbort)
      stream.removeListener('close', onClose)
      secure.removeListener('error', fail)
      // Whatever happens to it later, somebody listens.
      secure.on('error', () => {})
    }

    const secure = connect({ ...plan.options, socket: stream })
    secure.once('secureConnect', () => {
      try {
        const certificate = servedBy(secure)
        if (certificate) onServed(certificate)
        const refused = plan.judge(secure)
        if (refused) throw refused
        settle()
        resolve(secure)
      } catch (error) {
        // Also what a malformed certificate makes us throw.
        fail(error)
      }
    })
    secure.once('error', fail)
    stream.once('close', onClose)
    signal.addEventListener('abort', onAbort, { once: true })
    if (signal.aborted) onAbort()
  })
}

/**
 * What a finished handshake showed of the other end; null when it showed nothing.
 *
 * @throws ConnectorError `tls_untrusted` for what cannot be read, such as a date that is none
 */
export function servedBy(socket: TLSSocket): ServedCertificate | null {
  // Not getPeerX509Certificate: once it was called, this comes back empty for whoever asks next.
  const { raw } = socket.getPeerCertificate()
  if (raw === undefined) return null
  try {
    return describe(raw)
  } catch (cause) {
    throw new ConnectorError('tls_untrusted', 'The certificate that was shown cannot be read.', {
      hint: 'Ask for the server to be given a valid certificate.',
      cause,
    })
  }
}

function describe(raw: Buffer): ServedCertificate {
  const certificate = new X509Certificate(raw)
  return {
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    // Not validFromDate: of a date that is none, Node makes whatever lies in memory.
    validFrom: new Date(certificate.validFrom).toISOString(),
    validTo: new Date(certificate.validTo).toISOString(),
    fingerprint: certificate.fingerprint256,
  }
}

/** Distinguished names have a line an attribute; whatever a server put into them must fit a sentence. */
function oneLine(name: string): string {
  return printable(name.replaceAll('\n', ', ')) ?? ''
}
