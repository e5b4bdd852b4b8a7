import { once } from 'node:events'
import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { abortable } from '#connectors/abortable'
import { ConnectorError } from '#connectors/connector_error'
import type { Opening } from '#connectors/opening'
import type { TlsPlan } from '#connectors/tls'

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
  plan: TlsPlan,
  opening: Opening
): Promise<TLSSocket> {
  const closed = new AbortController()
  socket.once('close', () => closed.abort(new ConnectorError('wrong_protocol')))
  const scope = AbortSignal.any([opening.signal, closed.signal])

  socket.write(SSL_REQUEST)
  const [answer] = (await abortable(once(socket, 'data'), scope)) as [Buffer]
  if (answer.equals(NO)) throw new ConnectorError('tls_unsupported')
  if (!answer.equals(YES)) throw new ConnectorError('wrong_protocol')
  return opening.secure(socket, plan)
}
