import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { type Answer, decode, encode, type Question } from 'dns-packet'

/** What a name stands for: addresses, texts, and where a service is served. */
export interface Records {
  A: readonly string[]
  AAAA: readonly string[]
  TXT: readonly string[]
  SRV: readonly { target: string; port: number }[]
}

type Kind = keyof Records

/** Says what a name stands for; `asked` counts the questions of that kind for it before this one. */
export type Zone = (name: string, asked: number) => Partial<Records>

export interface NameServer {
  /** Such as `127.0.0.1:40123`. */
  address: string
  close(): Promise<void>
}

/** A name server that may answer differently each time. Its answers are good for no time at all (RFC 1035, TTL 0). */
export async function nameServer(zone: Zone): Promise<NameServer> {
  const asked = new Map<string, number>()
  const socket = createSocket('udp4')
  socket.on('message', (message, { address, port }) => {
    const { id, questions = [] } = decode(message)
    const answers = questions.flatMap((question) => answersTo(question, zone, asked))
    const flags = answers.length > 0 ? AUTHORITATIVE : AUTHORITATIVE | NAME_ERROR
    socket.send(encode({ type: 'response', id, flags, questions, answers }), port, address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return {
    address: `127.0.0.1:${socket.address().port}`,
    async close() {
      socket.close()
      await once(socket, 'close')
    },
  }
}

/** Header bits and codes of RFC 1035, 4.1.1. */
const AUTHORITATIVE = 1 << 10
const NAME_ERROR = 3

const KINDS: readonly string[] = ['A', 'AAAA', 'TXT', 'SRV'] satisfies Kind[]

function answersTo({ name, type }: Question, zone: Zone, asked: Map<string, number>): Answer[] {
  if (!KINDS.includes(type)) return []
  const key = `${type} ${name.toLowerCase()}`
  const before = asked.get(key) ?? 0
  asked.set(key, before + 1)
  const records = zone(name.toLowerCase(), before)[type as Kind] ?? []
  return records.map((data) => ({ name, type, ttl: 0, data }) as Answer)
}
