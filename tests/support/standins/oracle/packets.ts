/** Packets of Oracle Net: length, checksum, type, flags, checksum; then the body. */
export const PACKET = {
  connect: 1,
  accept: 2,
  refuse: 4,
  redirect: 5,
  data: 6,
  resend: 11,
  marker: 12,
  control: 14,
} as const

const HEADER = 8
/** Since version 315 of the protocol, lengths have four bytes once the session is accepted. */
type LengthBytes = 2 | 4

export interface Packet {
  type: number
  flags: number
  body: Buffer
}

/** Cuts a stream into packets. */
export class PacketReader {
  lengthBytes: LengthBytes = 2
  #rest = Buffer.alloc(0)

  push(chunk: Buffer) {
    this.#rest = Buffer.concat([this.#rest, chunk])
  }

  next(): Packet | null {
    const rest = this.#rest
    if (rest.length < HEADER) return null
    const length = rest.readUIntBE(0, this.lengthBytes)
    if (length < HEADER) throw new RangeError('A packet shorter than its header')
    if (rest.length < length) return null
    this.#rest = rest.subarray(length)
    return {
      type: rest.readUInt8(4),
      flags: rest.readUInt8(5),
      body: rest.subarray(HEADER, length),
    }
  }
}

export function packet(
  type: number,
  body: Buffer,
  { lengthBytes = 2, flags = 0 }: { lengthBytes?: LengthBytes; flags?: number } = {}
): Buffer {
  const header = Buffer.alloc(HEADER)
  header.writeUIntBE(HEADER + body.length, 0, lengthBytes)
  header.writeUInt8(type, 4)
  header.writeUInt8(flags, 5)
  return Buffer.concat([header, body])
}

/** Flags of data packets: the last of a request, the last of an answer, the last of all. */
export const DATA = { endOfRequest: 0x800, endOfResponse: 0x2000, endOfFile: 0x40 } as const

/** One message as packets of at most so many bytes. */
export function dataPackets(message: Buffer, size: number, lastFlags: number): Buffer[] {
  const room = size - HEADER - 2
  const packets: Buffer[] = []
  for (let at = 0; at === 0 || at < message.length; at += room) {
    const flags = Buffer.alloc(2)
    flags.writeUInt16BE(at + room >= message.length ? lastFlags : 0)
    const body = Buffer.concat([flags, message.subarray(at, at + room)])
    packets.push(packet(PACKET.data, body, { lengthBytes: 4 }))
  }
  return packets
}

/** What the client's first packet asks for; null when it follows in a data packet of its own. */
export function connectDataOf({ body }: Packet): string | null {
  const length = body.readUInt16BE(24 - HEADER)
  const offset = body.readUInt16BE(26 - HEADER) - HEADER
  return body.length >= offset + length && length > 0
    ? body.toString('latin1', offset, offset + length)
    : null
}

/** @param flags the second word of flags, which releases since 23ai set */
export function acceptPacket(version: number, size: number, flags: number): Buffer {
  const body = Buffer.alloc(45 - HEADER)
  body.writeUInt16BE(version, 0)
  body.writeUInt16BE(Math.min(size, 0xffff), 12 - HEADER)
  body.writeUInt16BE(0xffff, 14 - HEADER)
  // No native network services: neither encryption nor checksums of Oracle's own.
  body.writeUInt8(0x08, 22 - HEADER)
  body.writeUInt8(0x08, 23 - HEADER)
  body.writeUInt32BE(size, 32 - HEADER)
  body.writeUInt32BE(2_097_152, 36 - HEADER)
  body.writeUInt32BE(flags, 41 - HEADER)
  return packet(PACKET.accept, body)
}

export function refusePacket(error: number): Buffer {
  const text = Buffer.from(
    `(DESCRIPTION=(TMP=)(VSNNUM=318767104)(ERR=${error})(ERROR_STACK=(ERROR=(CODE=${error})(EMFI=4))))`
  )
  const body = Buffer.concat([Buffer.from([0x22, 0, text.length >> 8, text.length & 0xff]), text])
  return packet(PACKET.refuse, body)
}

export function redirectPacket(text: string, flags = 0): Buffer {
  const body = Buffer.concat([
    Buffer.from([text.length >> 8, text.length & 0xff]),
    Buffer.from(text, 'latin1'),
  ])
  return packet(PACKET.redirect, body, { flags })
}

/** Kinds of markers: a break, its reset, and an interruption that a client asks for. */
export const MARKER = { break: 1, reset: 2, interrupt: 3 } as const

export function markerPacket(kind: number): Buffer {
  return packet(PACKET.marker, Buffer.from([1, 0, kind]), { lengthBytes: 4 })
}
