import { once } from 'node:events'
import type { Socket } from 'node:net'
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls'
import { ConnectorError } from '#connectors/connector_error'

/** SSLRequest: its own length, then the code that stands where a protocol version would. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f])
const [YES, NO] = [Buffer.from('S'), Buffer.from('N')]

/**
 * Asks for TLS and upgrades the socket, or fails: nothing goes out in clear. An answer longer than one byte could
 * have been slipped in before the encryption and is refused (CVE-2021-23222).
 *
 * @throws ConnectorError `tls_unsupported` or `wrong_protocol`; the error of the handshake
 */
export async function upgradeToTls(
  socket: Socket,
  options: ConnectionOptions,
  signal: AbortSignal
): Promise<TLSSocket> {
  const closed = new AbortController()
  socket.once('close', () => closed.abort(new ConnectorError('wrong_protocol')))
  const scope = { signal: AbortSignal.any([signal, closed.signal]) }

  socket.write(SSL_REQUEST)
  const [answer] = (await reasoned(once(socket, 'data', scope), scope.signal)) as [Buffer]
  if (answer.equals(NO)) throw new ConnectorError('tls_unsupported')
  if (!answer.equals(YES)) throw new ConnectorError('wrong_protocol')

  const secure = connect({ ...options, socket })
  // Whatever happens to it later, somebody listens.
  secure.on('error', () => {})
  await reasoned(once(secure, 'secureConnect', scope), scope.signal)
  return secure
}

/** `once` rejects with an AbortError of its own; the reason says more. */
async function reasoned<T>(waiting: Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await waiting
  } catch (error) {
    throw signal.aborted ? signal.reason : error
  }
}
