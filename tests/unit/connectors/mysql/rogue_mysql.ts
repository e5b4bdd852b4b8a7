import type { Socket } from 'node:net'
import { rogueServer, type RogueServer } from '#tests/conformance/rogue_server'

const PROTOCOL_41 = 0x0200
const SECURE_CONNECTION = 0x8000
const CONNECT_WITH_DB = 0x0008
const PLUGIN_AUTH = 0x00080000
const SSL = 0x0800
export const NONCE = Buffer.from('abcdefghijklmnopqrst')

export interface Greeting {
  version?: string
  plugin?: string
  offersTls?: boolean
}

/** One packet: three bytes of length, its number, its body. */
export function packet(sequence: number, body: Buffer): Buffer {
  const header = Buffer.alloc(4)
  header.writeUIntLE(body.length, 0, 3)
  header.writeUInt8(sequence, 3)
  return Buffer.concat([header, body])
}

/** The first packet of a server (MySQL, "Protocol::HandshakeV10"). */
export function greeting({
  version = '8.4.3',
  plugin = 'mysql_native_password',
  offersTls = false,
}: Greeting = {}): Buffer {
  const flags =
    PROTOCOL_41 | SECURE_CONNECTION | CONNECT_WITH_DB | PLUGIN_AUTH | (offersTls ? SSL : 0)
  const body = Buffer.concat([
    Buffer.from([10]),
    Buffer.from(`${version}\0`),
    Buffer.from([1, 0, 0, 0]),
    NONCE.subarray(0, 8),
    Buffer.from([0, flags & 0xff, (flags >> 8) & 0xff, 45, 2, 0]),
    Buffer.from([(flags >> 16) & 0xff, (flags >> 24) & 0xff, 21]),
    Buffer.alloc(10),
    NONCE.subarray(8),
    Buffer.from([0]),
    Buffer.from(`${plugin}\0`),
  ])
  return packet(0, body)
}

export function authSwitch(sequence: number, plugin: string): Buffer {
  return packet(
    sequence,
    Buffer.concat([Buffer.from([0xfe]), Buffer.from(`${plugin}\0`), NONCE, Buffer.from([0])])
  )
}

export function moreData(sequence: number, data: Buffer): Buffer {
  return packet(sequence, Buffer.concat([Buffer.from([1]), data]))
}

export function ok(sequence: number): Buffer {
  return packet(sequence, Buffer.from([0, 0, 0, 2, 0, 0, 0]))
}

export function refusal(sequence: number, errno: number, message: string): Buffer {
  const code = Buffer.alloc(2)
  code.writeUInt16LE(errno)
  return packet(
    sequence,
    Buffer.concat([Buffer.from([0xff]), code, Buffer.from(`#HY000${message}`)])
  )
}

export interface RogueMysql extends RogueServer {
  /** Bodies of all packets that were received. */
  heard: Buffer[]
}

/** Greets, then answers every packet of the client with what `answer` makes of it. */
export async function rogueMysql(
  hello: Greeting,
  answer: (body: Buffer, sequence: number, socket: Socket) => Buffer | null
): Promise<RogueMysql> {
  const heard: Buffer[] = []
  const server = await rogueServer((socket) => {
    let buffered = Buffer.alloc(0)
    socket.on('data', (chunk) => {
      buffered = Buffer.concat([buffered, chunk])
      while (buffered.length >= 4 && buffered.length >= 4 + buffered.readUIntLE(0, 3)) {
        const end = 4 + buffered.readUIntLE(0, 3)
        const body = buffered.subarray(4, end)
        const sequence = buffered.readUInt8(3)
        buffered = buffered.subarray(end)
        heard.push(body)
        const reply = answer(body, sequence + 1, socket)
        if (reply) socket.write(reply)
      }
    })
    socket.write(greeting(hello))
  })
  return Object.assign(server, { heard })
}
