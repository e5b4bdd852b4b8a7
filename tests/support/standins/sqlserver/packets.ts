/** Packets of TDS ([MS-TDS] 2.2.3): type, status, length of the whole in big-endian, session, number, window. */
const HEADER = 8

export const PACKET = {
  batch: 0x01,
  rpc: 0x03,
  result: 0x04,
  attention: 0x06,
  login: 0x10,
  prelogin: 0x12,
} as const

const STATUS = { endOfMessage: 0x01, ignore: 0x02 }

export interface Message {
  type: number
  /** The client took it back before it was whole. */
  isIgnored: boolean
  data: Buffer
}

/** Puts messages together from whatever pieces a stream comes in. */
export class PacketReader {
  #rest: Buffer = Buffer.alloc(0)
  #parts: Buffer[] = []

  push(chunk: Buffer): Message[] {
    this.#rest = Buffer.concat([this.#rest, chunk])
    const messages: Message[] = []
    while (this.#rest.length >= HEADER) {
      const length = this.#rest.readUInt16BE(2)
      if (this.#rest.length < length) break
      const packet = this.#rest.subarray(0, length)
      this.#rest = this.#rest.subarray(length)
      this.#parts.push(packet.subarray(HEADER))
      const status = packet.readUInt8(1)
      if (status & STATUS.endOfMessage) {
        messages.push({
          type: packet.readUInt8(0),
          isIgnored: Boolean(status & STATUS.ignore),
          data: Buffer.concat(this.#parts.splice(0)),
        })
      }
    }
    return messages
  }
}

/** One message, cut into packets. */
export function toPackets(type: number, data: Buffer, packetSize = 4_096): Buffer {
  const room = packetSize - HEADER
  const count = Math.max(1, Math.ceil(data.length / room))
  return Buffer.concat(
    Array.from({ length: count }, (_, i) => {
      const part = data.subarray(i * room, (i + 1) * room)
      return Buffer.concat([packetHeader(type, part.length, i === count - 1, i + 1), part])
    })
  )
}

/** One message whose length is not known yet, packet by packet. */
export class PacketWriter {
  #parts: Buffer[] = []
  #length = 0
  #id = 0

  constructor(
    private readonly type: number,
    private readonly packetSize = 4_096
  ) {}

  /** Whatever packets are full by now, a good many at a time; none else. */
  push(...parts: Buffer[]): Buffer {
    this.#parts.push(...parts)
    for (const { length } of parts) this.#length += length
    return this.#length < 16 * this.packetSize ? Buffer.alloc(0) : this.#packets(false)
  }

  /** The rest, in packets of which the last says that it is. */
  end(...parts: Buffer[]): Buffer {
    this.#parts.push(...parts)
    return this.#packets(true)
  }

  #packets(isEnd: boolean): Buffer {
    const room = this.packetSize - HEADER
    const data = Buffer.concat(this.#parts)
    const count = isEnd
      ? Math.max(1, Math.ceil(data.length / room))
      : Math.floor(data.length / room)
    const rest = isEnd ? Buffer.alloc(0) : data.subarray(count * room)
    this.#parts = [rest]
    this.#length = rest.length
    return Buffer.concat(
      Array.from({ length: count }, (_, i) => {
        const part = data.subarray(i * room, (i + 1) * room)
        this.#id += 1
        return [packetHeader(this.type, part.length, isEnd && i === count - 1, this.#id), part]
      }).flat()
    )
  }
}

export function packetHeader(type: number, bytes: number, isLast: boolean, id = 1): Buffer {
  const header = Buffer.alloc(HEADER)
  header.writeUInt8(type, 0)
  header.writeUInt8(isLast ? STATUS.endOfMessage : 0, 1)
  header.writeUInt16BE(HEADER + bytes, 2)
  header.writeUInt8(id % 256, 6)
  return header
}
