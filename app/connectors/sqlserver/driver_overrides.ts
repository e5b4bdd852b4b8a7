import type { Socket } from 'node:net'
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
const MAX_PIECES = 10_000

const ENVCHANGE = 0xe3
/** Of one answer; of three kinds that servers may send, each is sent once. */
const MAX_UNKNOWN_CHANGES = 100
/** Kinds of ENVCHANGE (2.2.7.9) that the driver knows; of all others it complains on the console, each time. */
const KNOWN_CHANGES = new Set([1, 2, 3, 4, 7, 8, 9, 10, 13, 18, 20])

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
  #refused: Error | null = null
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
    opening.passed('tls')
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
    return new CautiousTokens(message, this.debug, checked, this.config.options)
  }

  #judge(cleartext: TLSSocket) {
    const { tls, opening } = this.rules
    cleartext.on('error', () => {})
    opening.onTeardown(() => cleartext.destroy())
    const certificate = servedBy(cleartext)
    if (certificate) opening.noted('tls', { certificate })
    this.#refused = tls?.judge(cleartext) ?? null
  }
}

/** Whatever a token does that the driver cannot read ends the session, with a reason that is ours. */
class CautiousTokens extends TokenStream {
  override async run(message: Message, handler: Handler): Promise<void> {
    try {
      const parser = new CautiousParser(this.options)
      for await (const chunk of message) {
        parser.write(chunk as Buffer)
        for (let token = parser.read(); token !== undefined; token = parser.read()) {
          ;(handler as unknown as Record<string, (given: typeof token) => void>)[
            token.handlerName
          ]?.(token)
        }
        parser.refuseCrumbs()
      }
      parser.end()
    } catch (error) {
      asWrongProtocol(error)
    }
  }
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
