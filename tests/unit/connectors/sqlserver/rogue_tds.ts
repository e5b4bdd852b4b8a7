import type { Socket } from 'node:net'
import { type RogueServer, rogueServer } from '#tests/conformance/rogue_server'
import { ENCRYPTION, prelogin, scrambled } from '#tests/support/standins/sqlserver/login'
import { PACKET, PacketReader, toPackets } from '#tests/support/standins/sqlserver/packets'
import { readBatch, readCall } from '#tests/support/standins/sqlserver/requests'
import * as tokens from '#tests/support/standins/sqlserver/tokens'

/** Bytes as they are to leave, or what to do with the socket; null to say nothing. */
export type Reply = Buffer | ((socket: Socket) => void) | null

/** What a rogue says in each phase; what is missing is said as an honest server in clear would. */
export interface Script {
  prelogin?: Reply
  login?: Reply
  /** The settings of the session, which are the first batch. */
  settings?: Reply
  /** @param sql of the batch or the call */
  query?: (sql: string) => Reply
  attention?: Reply
}

export interface RogueTds extends RogueServer {
  heard: Buffer[]
  /** Whether it was told this, as it is, in UTF-16, or as LOGIN7 hides it. */
  wasTold(secret: string): boolean
  /** Logins that reached it. */
  logins(): number
}

/** A server in clear that follows the protocol up to where its script says otherwise. */
export async function rogueTds(script: Script): Promise<RogueTds> {
  const heard: Buffer[] = []
  let logins = 0
  const server = await rogueServer((socket) => {
    const packets = new PacketReader()
    let batches = 0
    socket.on('data', (chunk) => {
      heard.push(chunk)
      for (const { type, data } of packets.push(chunk)) {
        if (type === PACKET.prelogin) give(socket, script.prelogin, greeting())
        else if (type === PACKET.login && ++logins) give(socket, script.login, letIn())
        else if (type === PACKET.attention) give(socket, script.attention, stopped())
        else if (batches++ === 0) give(socket, script.settings, done())
        else {
          const { sql } = (type === PACKET.rpc ? readCall(data) : readBatch(data)) ?? { sql: '' }
          give(socket, script.query?.(sql), done())
        }
      }
    })
  })
  return {
    ...server,
    heard,
    logins: () => logins,
    wasTold(secret) {
      const all = Buffer.concat(heard)
      const forms = [Buffer.from(secret), Buffer.from(secret, 'ucs2'), scrambled(secret)]
      return forms.some((form) => all.includes(form))
    },
  }
}

function give(socket: Socket, reply: Reply | undefined, usual: Buffer) {
  const chosen = reply === undefined ? usual : reply
  if (typeof chosen === 'function') chosen(socket)
  else if (chosen) socket.write(chosen)
}

export function greeting(encryption: number = ENCRYPTION.unsupported): Buffer {
  return toPackets(PACKET.prelogin, prelogin(encryption))
}

/** One message of tokens. */
export function saying(...parts: Buffer[]): Buffer {
  return toPackets(PACKET.result, Buffer.concat(parts))
}

export function letIn(...more: Buffer[]): Buffer {
  return saying(tokens.loginAck(), ...more, tokens.done(tokens.DONE.final))
}

export function done(): Buffer {
  return saying(tokens.done(tokens.DONE.final))
}

function stopped(): Buffer {
  return saying(tokens.done(tokens.DONE.attention))
}

/** Writes a head, then the same bytes for ever, as fast as they are taken. */
export function pouring(head: Buffer, drop: Buffer): (socket: Socket) => void {
  const wave = Buffer.concat(Array.from({ length: Math.ceil(65_536 / drop.length) }, () => drop))
  return (socket) => {
    const pour = () => {
      while (!socket.destroyed && socket.write(wave));
    }
    socket.on('drain', pour)
    socket.write(head)
    pour()
  }
}
