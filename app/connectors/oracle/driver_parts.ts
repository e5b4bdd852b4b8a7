import { createRequire } from 'node:module'
import type { EventEmitter } from 'node:events'

/**
 * Parts of the driver that its types leave out, as release 26 has them. What is overridden is listed in
 * `OVERRIDDEN`, and a test looks whether a new release still has it.
 */

/** The transport: it owns the socket of one session (`lib/thin/sqlnet/ntTcp.js`). */
export interface NetworkTransport {
  stream: EventEmitter | null
  connStream?: EventEmitter
  connected: boolean
}

interface TransportClass {
  prototype: NetworkTransport & {
    ntConnect(address: object): Promise<void>
    tlsConnect(context: object, stream: EventEmitter): Promise<void>
    printPacket(operation: string, packet: Buffer): void
  }
}

/** What of an answer is being read (`lib/thin/protocol/packet.js`). */
export interface ReadBuffer {
  /** Packets that are kept because the message that begins in the first of them is not whole yet. */
  savedPackets?: object[]
  /** Where in the first it begins. */
  savedPos?: number
  /** Null for NULL; it belongs to what is being read. */
  readBytesWithLength(): Buffer | null
}

interface ReadBufferClass {
  prototype: ReadBuffer & {
    readBytes(bytes: number, isChunked?: boolean): Buffer
    waitForPackets(isFirst?: boolean): Promise<void>
    readStr(form: number): string | null
  }
}

/** One column of an answer, as the server described it. */
export interface DescribedColumn {
  type: { _oraTypeNum: number }
}

/** An answer being read (`lib/thin/protocol/messages/withData.js`). */
export interface DataMessage {
  options?: { fetchArraySize?: number }
  rowIndex: number
  outVariables: unknown[]
}

interface DataMessageClass {
  prototype: DataMessage & {
    processColumnInfo(buffer: ReadBuffer, number: number): DescribedColumn
    processRowData(buffer: ReadBuffer): void
  }
}

/** Signing in (`lib/thin/protocol/messages/auth.js`). */
export interface AuthMessage {
  edition: string | undefined
}

interface AuthMessageClass {
  prototype: AuthMessage & {
    encode(buffer: object): void
    getAlterSessionStatement(): string
  }
}

/** A session above the transport (`lib/thin/sqlnet/networkSession.js`). */
export interface NetworkSession {
  connected: boolean
  ntAdapter: NetworkTransport | null
}

interface NetworkSessionClass {
  prototype: NetworkSession & { disconnect(how?: number): void }
}

interface ConnectionClass {
  prototype: { _requiresDbTimeZoneInitialization(): boolean }
}

const load = createRequire(import.meta.url)

export const Transport = load('oracledb/lib/thin/sqlnet/ntTcp.js') as TransportClass
export const { NetworkSession: NetworkSessions } = load(
  'oracledb/lib/thin/sqlnet/networkSession.js'
) as { NetworkSession: NetworkSessionClass }
export const { ReadPacket } = load('oracledb/lib/thin/protocol/packet.js') as {
  ReadPacket: ReadBufferClass
}
export const DataMessages = load(
  'oracledb/lib/thin/protocol/messages/withData.js'
) as DataMessageClass
export const AuthMessages = load('oracledb/lib/thin/protocol/messages/auth.js') as AuthMessageClass
export const ThinConnection = load('oracledb/lib/thin/connection.js') as ConnectionClass
export const { CLIENT_INFO } = load('oracledb/lib/thin/util.js') as {
  CLIENT_INFO: { pid: string }
}

/** Each class of the driver with the members that are replaced. */
export const OVERRIDDEN: readonly (readonly [object, readonly string[]])[] = [
  [Transport.prototype, ['ntConnect', 'tlsConnect', 'printPacket']],
  [NetworkSessions.prototype, ['disconnect']],
  [ReadPacket.prototype, ['readBytes', 'waitForPackets', 'readStr']],
  [DataMessages.prototype, ['processColumnInfo', 'processRowData']],
  [AuthMessages.prototype, ['encode', 'getAlterSessionStatement']],
  [ThinConnection.prototype, ['_requiresDbTimeZoneInitialization']],
]
