import type { EventEmitter } from 'node:events'
import {
  AuthMessages,
  CLIENT_INFO,
  type NetworkSession,
  NetworkSessions,
  type NetworkTransport,
  ThinConnection,
  Transport,
} from '#connectors/oracle/driver_parts'
import { DriverStream } from '#connectors/oracle/driver_stream'
import { type Line, lines } from '#connectors/oracle/line'

/**
 * Replaces, for the whole process, what of the driver would leave our hands: it has no option for a socket of ours,
 * dials wherever a listener sends it, and adds to what it sends what it finds in the environment (`ORA_EDITION`,
 * `ORA_SDTZ`), the process's id and this machine's time zone. With `NODE_ORACLEDB_DEBUG_PACKETS` it would write whole
 * packets to the console. Outside of `lines.run` it reaches nothing at all.
 */
export function takeOverTransport() {
  Object.assign(Transport.prototype, {
    async ntConnect(this: NetworkTransport) {
      const line = currentLine()
      this.stream = new DriverStream(await line.dial(), line)
      this.connected = true
    },
    async tlsConnect(this: NetworkTransport, _context: object, stream: EventEmitter | undefined) {
      const line = currentLine()
      const raw = (stream as DriverStream | undefined)?.socket
      if (!raw) throw new TypeError('A second handshake on a session without TLS')
      this.stream = new DriverStream(await line.secure(raw), line)
      this.connStream = stream
    },
    printPacket() {},
  })
  const { disconnect } = NetworkSessions.prototype
  Object.assign(NetworkSessions.prototype, {
    // When what holds it is garbage the driver says goodbye, and on a broken stream throws where nobody catches.
    disconnect(this: NetworkSession, how?: number) {
      try {
        disconnect.call(this, how)
      } catch {
        this.connected = false
        this.ntAdapter = null
      }
    },
  })
  const encode = AuthMessages.prototype.encode
  Object.assign(AuthMessages.prototype, {
    encode(this: typeof AuthMessages.prototype, buffer: object) {
      this.edition = undefined
      return encode.call(this, buffer)
    },
    getAlterSessionStatement: () => `${SESSION_SETTINGS}\0`,
  })
  // It matters only to dates that the driver reads itself; ours come as text.
  ThinConnection.prototype._requiresDbTimeZoneInitialization = () => false
  CLIENT_INFO.pid = '1'
}

/** Travels with the password, at no round trip of its own: values are spelled in one way whatever the defaults are. */
const SESSION_SETTINGS =
  `ALTER SESSION SET TIME_ZONE='+00:00' NLS_LANGUAGE='AMERICAN' NLS_TERRITORY='AMERICA'` +
  ` NLS_NUMERIC_CHARACTERS='.,' NLS_CALENDAR='GREGORIAN' NLS_SORT='BINARY' NLS_COMP='BINARY'`

function currentLine(): Line {
  const line = lines.getStore()
  if (!line) throw new TypeError('Only sessions of a connector reach a server')
  return line
}
