import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { type Answer, answerTo, type Rule } from '#tests/support/standins/sqlserver/answers'
import {
  ENCRYPTION,
  encryptionAskedIn,
  type Login,
  prelogin,
  readLogin,
} from '#tests/support/standins/sqlserver/login'
import {
  type Message,
  PACKET,
  PacketReader,
  PacketWriter,
  toPackets,
} from '#tests/support/standins/sqlserver/packets'
import { readBatch, readCall, type SqlRequest } from '#tests/support/standins/sqlserver/requests'
import * as tokens from '#tests/support/standins/sqlserver/tokens'
import { tlsInPackets } from '#tests/support/standins/sqlserver/tls_in_packets'
import type { KeyPair } from '#tests/support/certificates'

export interface SessionRules {
  encryption: 'offered' | 'required' | 'unsupported'
  certificate: KeyPair
  /** Why this login is refused, or where it is sent on; null to let it in. */
  admit(login: Login): { errors: tokens.ServerError[] } | { host: string; port: number } | null
  rules(login: Login): readonly Rule[]
  onOpen(session: StandinSession): void
  onClose(session: StandinSession): void
}

/** One connection from its first packet to its last, as a server goes through it ([MS-TDS] 3.3.5). */
export class StandinSession {
  readonly asked: SqlRequest[] = []
  /** How often it was told to stop. */
  attentions = 0
  #state: 'greeting' | 'login' | 'ready' | 'busy' | 'over' = 'greeting'
  #stream: Duplex
  #packets = new PacketReader()
  #rules: readonly Rule[] = []
  /** Rows are being sent; they end before the last one when it is cleared. */
  #isSending = false
  login: Login | null = null

  constructor(
    private readonly socket: Socket,
    private readonly server: SessionRules
  ) {
    this.#stream = socket
    socket.on('close', () => server.onClose(this))
    socket.on('data', this.#receive)
  }

  /** Ends the connection without a word, as a server does that restarts. */
  kill() {
    this.socket.destroy()
  }

  #receive = (chunk: Buffer) => {
    for (const message of this.#packets.push(chunk)) this.#take(message)
  }

  #take(message: Message) {
    if (this.#state === 'greeting' && message.type === PACKET.prelogin) this.#greet(message.data)
    else if (this.#state === 'login' && message.type === PACKET.login) this.#signIn(message.data)
    else if (message.type === PACKET.attention) this.#stop()
    else if (this.#state === 'ready') this.#work(message)
    else this.#end()
  }

  /** The table of [MS-TDS] 2.2.6.5: what the client asks against what the server can do. */
  #greet(data: Buffer) {
    const { encryption, certificate } = this.server
    const isAsked = [ENCRYPTION.on, ENCRYPTION.required].includes(encryptionAskedIn(data) as 1 | 3)
    const isOn = isAsked && encryption !== 'unsupported'
    const unasked = encryption === 'required' ? ENCRYPTION.required : ENCRYPTION.unsupported
    this.#state = 'login'
    this.socket.write(toPackets(PACKET.prelogin, prelogin(isOn ? ENCRYPTION.on : unasked)))
    if (!isOn) return
    this.socket.removeListener('data', this.#receive)
    this.#stream = tlsInPackets(this.socket, certificate)
    this.#stream.on('error', () => this.socket.destroy())
    this.#stream.on('data', this.#receive)
  }

  #signIn(data: Buffer) {
    const login = readLogin(data)
    const verdict = this.server.admit(login)
    if (verdict && 'errors' in verdict) {
      this.#send(...verdict.errors.map(tokens.error), tokens.done(tokens.DONE.error))
      return this.#end()
    }
    this.login = login
    this.#rules = this.server.rules(login)
    this.#state = 'ready'
    if (!verdict) this.server.onOpen(this)
    this.#send(
      tokens.textChange(tokens.CHANGE.database, login.database, 'master'),
      tokens.info(5701, `Changed database context to '${login.database}'.`),
      tokens.collationChange(),
      tokens.loginAck(),
      tokens.textChange(tokens.CHANGE.packetSize, '4096', '4096'),
      ...(verdict ? [tokens.routing(verdict.host, verdict.port)] : []),
      tokens.utf8Ack(),
      tokens.done(tokens.DONE.final)
    )
  }

  #work({ type, data, isIgnored }: Message) {
    const request = type === PACKET.rpc ? readCall(data) : readBatch(data)
    if (isIgnored || !request) return this.#send(tokens.done(tokens.DONE.final))
    this.asked.push(request)
    const hasBegun = /begin transaction/.test(request.sql)
    this.#answer(answerTo(request, this.#rules), {
      hasBegun,
      isUndone: hasBegun && /rollback transaction/.test(request.sql),
    })
  }

  #answer(answer: Answer, transaction: Transaction) {
    const begin = transaction.hasBegun ? [begun()] : []
    if (answer === 'busy') {
      this.#state = 'busy'
      return
    }
    if (answer === 'done') return this.#send(...begin, tokens.done(tokens.DONE.final))
    if ('errors' in answer) {
      const undone = answer.undoes ? [rolledBack()] : []
      const errors = answer.errors.map(tokens.error)
      return this.#send(...errors, ...undone, tokens.done(tokens.DONE.error))
    }
    this.#state = 'busy'
    void this.#sendRows(answer, transaction)
  }

  /** No faster than the client takes them. */
  async #sendRows({ columns, rows }: Extract<Answer, { rows: unknown }>, transaction: Transaction) {
    const packets = new PacketWriter(PACKET.result)
    const { hasBegun, isUndone } = transaction
    const write = async (...parts: Buffer[]) => {
      const data = packets.push(...parts)
      if (data.length > 0 && !this.#stream.write(data)) {
        await drained(this.#stream)
      }
    }
    let count = 0
    this.#isSending = true
    if (hasBegun) await write(begun(), tokens.done(tokens.DONE.more))
    await write(tokens.columns(columns))
    for (const values of rows) {
      if (!this.#isSending || this.#stream.destroyed) break
      count += 1
      await write(tokens.row(columns, values))
    }
    const wasStopped = !this.#isSending
    this.#isSending = false
    this.#state = 'ready'
    const undone = isUndone ? [rolledBack(), tokens.done(tokens.DONE.final)] : []
    const end = tokens.done(tokens.DONE.count | (isUndone ? tokens.DONE.more : 0), count)
    const last = wasStopped ? [tokens.done(tokens.DONE.error)] : [end, ...undone]
    this.#stream.write(packets.end(...(wasStopped && isUndone ? [rolledBack()] : []), ...last))
    if (wasStopped) this.#send(tokens.done(tokens.DONE.attention))
  }

  /** What was being done ends, and the request to stop has an answer of its own. */
  #stop() {
    this.attentions += 1
    if (this.#isSending) {
      this.#isSending = false
      return
    }
    if (this.#state === 'busy') {
      this.#state = 'ready'
      this.#send(tokens.done(tokens.DONE.error))
    }
    this.#send(tokens.done(tokens.DONE.attention))
  }

  #send(...parts: Buffer[]) {
    this.#stream.write(toPackets(PACKET.result, Buffer.concat(parts)))
  }

  #end() {
    this.#state = 'over'
    this.#stream.end()
  }
}

/** Resolves when there is room again, or nobody takes anything any more. */
function drained(stream: Duplex): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      stream.off('drain', done).off('close', done)
      resolve()
    }
    stream.on('drain', done).on('close', done)
  })
}

interface Transaction {
  hasBegun: boolean
  isUndone: boolean
}

const TRANSACTION = Buffer.from([1, 0, 0, 0, 0, 0, 0, 0])

function begun(): Buffer {
  return tokens.byteChange(tokens.CHANGE.begin, TRANSACTION, Buffer.alloc(0))
}

function rolledBack(): Buffer {
  return tokens.byteChange(tokens.CHANGE.rollback, Buffer.alloc(0), TRANSACTION)
}
