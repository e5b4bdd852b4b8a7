import type { Socket } from 'node:net'
import type { Transform } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { TLSSocket } from 'node:tls'
import { Connection } from 'tedious'
import streamParser from 'tedious/lib/token/stream-parser.js'
import { Parser as TokenStream } from 'tedious/lib/token/token-stream-parser.js'
import { abortable } from '#connectors/abortable'
import { ConnectorError } from '#connectors/connector_error'
import { servedBy } from '#connectors/secure_socket'
import type { Opening } from '#connectors/opening'
import { type Token, TokenChecks, type Shape } from '#connectors/sqlserver/token_checks'
import type { TlsPlan } from '#connectors/tls'

/*
 * All that we change about the driver, in this one file: members that it calls itself and does not promise to keep.
 * A unit test asserts that they are still there. Section numbers are those of [MS-TDS].
 */

/** Of this module the class itself is exported, not what its types say. */
const StreamParser =
  streamParser as unknown as (typeof import('tedious/lib/token/stream-parser.js'))['default']

type Config = ConstructorParameters<typeof Connection>[0]
type Prelogin = Awaited<ReturnType<Connection['readPreloginResponse']>>
type Message = Parameters<Connection['createTokenStreamParser']>[0]
type Handler = Parameters<Connection['createTokenStreamParser']>[1]

/** What a server may say before we are in: greetings, certificates, its settings. */
const GREETING_BYTES = 128 * 1024

/** Of one long value. Servers send pieces of kilobytes, and no value is longer than we let them be. */
const MAX_PIECES = 40_000
/** Of one row: only tables that are imported have such. */
const MOST_OF_A_ROW = 128 * 1024 * 1024

const ENVCHANGE = 0xe3
/** Of one answer; of three kinds that servers may send, each is sent once. */
const MAX_UNKNOWN_CHANGES = 100
/** Kinds of ENVCHANGE (2.2.7.9) that the driver knows; of all others it complains on the console, each time. */
const KNOWN_CHANGES = new Set([1, 2, 3, 4, 7, 8, 9, 10, 13, 18, 20])

/** Where the driver cuts what it receives into messages; its types keep it to itself. */
interface Receiving {
  incomingMessageStream: Transform & {
    /** What is no whole packet yet. */
    bl: { length: number }
    currentMessage?: object
  }
}

/** The server says that this session is to be had elsewhere. */
export class Rerouted extends Error {
  constructor(
    readonly host: string,
    readonly port: number,
    readonly instance: string | null
  ) {
    super('The server sends us on')
  }
}

export interface ConnectionRules {
  /** Null for a connection in clear. */
  tls: TlsPlan | null
  opening: Opening
  /** What is run first, in one batch. */
  sessionSql: string
}

/**
 * The driver's connection, told whom to trust. Nothing of the login leaves before the server's certificate was judged;
 * where the server wants us to go is said and not done; what it sends is bounded before it is kept.
 */
export class CautiousConnection extends Connection {
  #shape: Shape | null = null
  /** Why the other end is not trusted; nobody is before they were judged. */
  #refused: Error | null = new ConnectorError('tls_unsupported')
  #stopCounting = () => {}

  constructor(
    config: Config,
    private readonly rules: ConnectionRules
  ) {
    super(config)
    // Those who wait hear of an error themselves; nobody else may be surprised by it.
    this.on('error', () => {})
    this.on('secure', (cleartext: TLSSocket) => this.#judge(cleartext))
  }

  /** What the next request may bring at most. */
  expect(shape: Shape) {
    this.#shape = shape
  }

  /** The driver glues an answer of any length together, piece by piece. */
  override sendPreLogin() {
    if (this.socket) this.#stopCounting = cutOffAfter(this.socket, GREETING_BYTES)
    super.sendPreLogin()
  }

  override async readPreloginResponse(signal: AbortSignal): Promise<Prelogin> {
    // The driver's own would wait for the end of a message that nobody sends any more.
    const answer = await abortable(super.readPreloginResponse(signal), signal).catch(
      asWrongProtocol
    )
    if (!answer.version) throw new ConnectorError('wrong_protocol')
    return answer
  }

  /** Login7 follows when this resolves, in clear where it did nothing: so it refuses first. */
  override async performTlsNegotiation(prelogin: Prelogin, signal: AbortSignal): Promise<void> {
    const { tls, opening } = this.rules
    const isOffered = ['ON', 'REQ'].includes(String(prelogin.encryptionString))
    if (tls && !isOffered) throw new ConnectorError('tls_unsupported')
    if (!tls && isOffered) throw new ConnectorError('tls_required')
    await super.performTlsNegotiation(prelogin, signal)
    if (!tls) return
    if (this.#refused) throw this.#refused
    if (!this.messageIo.tlsNegotiationComplete) throw new ConnectorError('tls_unsupported')
    await this.#refuseWhatCameInClear()
    opening.passed('tls')
  }

  /**
   * What was slipped in behind the handshake, by whoever stands between, would be taken for the answer to the login:
   * it could send us on to another server, with the password.
   */
  async #refuseWhatCameInClear() {
    // By then the driver is done with the last of the handshake; nobody says anything before the login.
    await nextTurn()
    const { incomingMessageStream: incoming } = this.messageIo as unknown as Receiving
    const waiting = incoming.bl.length + incoming.readableLength + incoming.writableLength
    if (waiting > 0 || incoming.currentMessage) throw new ConnectorError('wrong_protocol')
  }

  /** It would go there at once, past whoever vets addresses. */
  override async performReRouting(): Promise<never> {
    const { server, port, instance } = this.routingData ?? { server: '', port: 0 }
    throw new Rerouted(server, port, instance ?? null)
  }

  /** We are let in: the database is open already, for the login names it. */
  override sendInitialSql() {
    this.#stopCounting()
    this.rules.opening.passed('auth')
    super.sendInitialSql()
  }

  override getInitialSql(): string {
    return this.rules.sessionSql
  }

  override createTokenStreamParser(message: Message, handler: Handler): TokenStream {
    const checks = new TokenChecks(this.#shape)
    const checked = new Proxy(handler, {
      get: (target, name) => (token: Token) => {
        checks.check(token)
        Reflect.get(target, name).call(target, token)
      },
    })
    const tokens = new CautiousTokens(message, this.debug, checked, this.config.options)
    tokens.onTripped = (error) => this.socket?.destroy(error)
    return tokens
  }

  #judge(cleartext: TLSSocket) {
    const { tls, opening } = this.rules
    cleartext.on('error', () => {})
    opening.onTeardown(() => cleartext.destroy())
    try {
      const certificate = servedBy(cleartext)
      if (certificate) opening.noted('tls', { certificate })
      this.#refused = tls?.judge(cleartext) ?? null
    } catch (error) {
      this.#refused = error as Error
    }
  }
}

/** Whatever a token does that the driver cannot read ends the session, with a reason that is ours. */
class CautiousTokens extends TokenStream {
  /** What ends the session when the driver has not thought of an answer. */
  onTripped: (error: Error) => void = () => {}

  /** Of nonsense after a request was cancelled, the driver's own listener throws where nobody catches. */
  override emit(...[event, ...facts]: Parameters<TokenStream['emit']>): boolean {
    try {
      return super.emit(event, ...facts)
    } catch (cause) {
      this.onTripped(new ConnectorError('wrong_protocol', undefined, { cause }))
      return true
    }
  }

  override async run(message: Message, handler: Handler): Promise<void> {
    try {
      const parser = new CautiousParser(this.options)
      const handlers = handler as unknown as Record<string, (token: object) => void>
      let ofThisToken = 0
      for await (const chunk of message) {
        parser.write(chunk as Buffer)
        ofThisToken += chunk.length
        for (;;) {
          // Whatever was not taken yet stays where it is, up to the server.
          while (this.paused) await new Promise<void>((resolve) => (this.onResume = resolve))
          const token = parser.read()
          if (token === undefined) break
          ofThisToken = 0
          handlers[token.handlerName]?.(token)
        }
        parser.refuseCrumbs()
        if (ofThisToken > MOST_OF_A_ROW) throw tooLargeARow()
      }
      parser.end()
    } catch (error) {
      asWrongProtocol(error)
    }
  }
}

function tooLargeARow(): ConnectorError {
  const message = 'A row of more than 128 MB was sent, which is more than can be imported.'
  const hint = 'Leave out the columns that hold such large values.'
  return new ConnectorError('value_out_of_range', message, { hint })
}

class CautiousParser extends StreamParser {
  #unknownChanges = 0

  /** Pieces of a long value may be of one byte, and each is kept as an object of a hundred until the last is there. */
  refuseCrumbs() {
    const { plpReader } = (this.tokenReader ?? {}) as { plpReader?: { chunks: readonly unknown[] } }
    if (plpReader && plpReader.chunks.length > MAX_PIECES)
      throw new ConnectorError('wrong_protocol')
  }

  override readToken() {
    const { buffer, position } = this
    const isWhole = buffer.length >= position + 4
    if (
      buffer[position] !== ENVCHANGE ||
      !isWhole ||
      KNOWN_CHANGES.has(buffer[position + 3] ?? 0)
    ) {
      return super.readToken()
    }
    const end = position + 3 + buffer.readUInt16LE(position + 1)
    if (buffer.length < end) return super.readToken()
    if (++this.#unknownChanges > MAX_UNKNOWN_CHANGES) throw new ConnectorError('wrong_protocol')
    this.position = end
    return undefined
  }
}

/** What the network did keeps its reason; all else is an answer that makes no sense. */
function asWrongProtocol(error: unknown): never {
  const { code } = error as { code?: unknown }
  const isOfTheNetwork = ['ESOCKET', 'ETIMEOUT', 'ECLOSE'].includes(String(code))
  if (error instanceof ConnectorError || isOfTheNetwork) throw error
  throw new ConnectorError('wrong_protocol', undefined, { cause: error })
}

/** @returns how to stop counting */
function cutOffAfter(socket: Socket, bytes: number): () => void {
  const count = () => {
    if (socket.bytesRead > bytes) socket.destroy(new ConnectorError('wrong_protocol'))
  }
  socket.on('data', count)
  return () => void socket.removeListener('data', count)
}
