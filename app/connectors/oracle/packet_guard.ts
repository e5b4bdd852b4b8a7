import { ConnectorError } from '#connectors/connector_error'
import { mergeData } from '#connectors/oracle/data_packets'
import type { Line } from '#connectors/oracle/line'

/** Packets of Oracle Net: length, checksum, type, flags, checksum; then the body. */
const HEADER = 8
const TYPE = { accept: 2, refuse: 4, redirect: 5, data: 6, resend: 11, marker: 12, control: 14 }
const FROM_LISTENER: readonly number[] = [TYPE.accept, TYPE.refuse, TYPE.redirect, TYPE.resend]
const FROM_SERVER: readonly number[] = [TYPE.data, TYPE.marker, TYPE.control]

/** Since this version lengths have four bytes instead of two, once the session is accepted. */
const WIDE_LENGTHS = 315
const MAX_PACKET = 2 * 1024 * 1024

/** Of an ACCEPT: its version, and the flag that every packet after it is compressed. */
const ACCEPTED_VERSION = 8
const ACCEPT_COMPRESSION = 40
const COMPRESSION_ON = 0x80

/** Of REFUSE and REDIRECT: where the text begins that says more, unless it comes in a packet of its own. */
const REFUSE_TEXT = 12
const REDIRECT_TEXT = 10
const DATA_BODY = 10
/** Flag of a REDIRECT: after the address and a zero comes what to say there. */
const WITH_CONNECT_DATA = 0x02

/**
 * Cuts the stream into packets and lets only those through that may come now. The driver waits for any length that
 * something else seems to announce, inflates what nobody asked to be compressed, and reads `tnsnames.ora`, asks DNS,
 * drops TLS or tries for ever when a redirect says so: of a redirect only host and port are kept, for us to dial.
 */
export class PacketGuard {
  #rest: Buffer = Buffer.alloc(0)
  #isAccepted = false
  #hasWideLengths = false
  /** The text of this packet comes in the next. */
  #pending: 'refuse' | 'redirect' | null = null

  constructor(private readonly line: Pick<Line, 'redirectTo' | 'isEncrypted'>) {}

  /** Whole packets for the driver. @throws ConnectorError `wrong_protocol` */
  push(chunk: Buffer): Buffer[] {
    let data = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk
    const packets: Buffer[] = []
    while (data.length >= HEADER) {
      const length = this.#check(data)
      if (length > data.length) break
      packets.push(this.#pass(data.subarray(0, length)))
      data = data.subarray(length)
    }
    this.#rest = data
    return this.#hasWideLengths ? mergeData(packets) : packets
  }

  /** Looks at a header as soon as it is there; the packet's length. */
  #check(data: Buffer): number {
    const length = this.#hasWideLengths ? data.readUInt32BE(0) : data.readUInt16BE(0)
    if (length < HEADER || length > MAX_PACKET || !this.#mayCome(data.readUInt8(4))) {
      throw new ConnectorError('wrong_protocol')
    }
    return length
  }

  #mayCome(type: number): boolean {
    if (this.#pending) return type === TYPE.data
    return (this.#isAccepted ? FROM_SERVER : FROM_LISTENER).includes(type)
  }

  #pass(packet: Buffer): Buffer {
    const type = packet.readUInt8(4)
    const pending = this.#pending
    this.#pending = null
    if (pending === 'redirect') return this.#redirect(packet, DATA_BODY)
    if (type === TYPE.accept) this.#accept(packet)
    if (type === TYPE.refuse && packet.length <= REFUSE_TEXT) this.#pending = 'refuse'
    if (type === TYPE.redirect) {
      if (packet.length > REDIRECT_TEXT) return this.#redirect(packet, REDIRECT_TEXT)
      this.#pending = 'redirect'
      this.#redirectFlags = packet.readUInt8(5)
    }
    return packet
  }

  #redirectFlags: number | null = null

  #accept(packet: Buffer) {
    if (packet.length <= ACCEPT_COMPRESSION) throw new ConnectorError('wrong_protocol')
    this.#isAccepted = true
    this.#hasWideLengths = packet.readUInt16BE(ACCEPTED_VERSION) >= WIDE_LENGTHS
    if (this.#hasWideLengths && packet.readUInt8(ACCEPT_COMPRESSION) & COMPRESSION_ON) {
      throw new ConnectorError('wrong_protocol')
    }
  }

  /** Tells the line where to go, and the driver a literal address that means nothing to it. */
  #redirect(packet: Buffer, textAt: number): Buffer {
    const flags = this.#redirectFlags ?? packet.readUInt8(5)
    this.#redirectFlags = null
    const end = flags & WITH_CONNECT_DATA ? packet.indexOf(0, textAt) : packet.length
    if (end === -1) throw new ConnectorError('wrong_protocol')
    this.line.redirectTo(addressIn(packet.toString('latin1', textAt, end)))
    const protocol = this.line.isEncrypted ? 'TCPS' : 'TCP'
    const body = Buffer.concat([
      Buffer.from(`(ADDRESS=(PROTOCOL=${protocol})(HOST=127.0.0.1)(PORT=1521))`),
      packet.subarray(end),
    ])
    const rewritten = Buffer.concat([packet.subarray(0, textAt), body])
    if (rewritten.length > 0xffff) throw new ConnectorError('wrong_protocol')
    rewritten.writeUInt16BE(rewritten.length, 0)
    if (textAt === REDIRECT_TEXT && packet.readUInt8(4) === TYPE.redirect) {
      rewritten.writeUInt16BE(body.length, HEADER)
    }
    return rewritten
  }
}

/** Host and port of `(ADDRESS=(PROTOCOL=TCP)(HOST=db2.example.com)(PORT=1521))`, wherever they stand in it. */
function addressIn(text: string): { host: string; port: number } {
  const host = /\(\s*HOST\s*=\s*([^()\s]{1,255})\s*\)/i.exec(text)?.[1]
  const port = Number(/\(\s*PORT\s*=\s*(\d{1,5})\s*\)/i.exec(text)?.[1])
  if (!host || !(port >= 1 && port <= 65_535)) throw new ConnectorError('wrong_protocol')
  return { host, port }
}
