import { Server, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Socket } from 'node:net'
import { drainTimeout } from '#config/app'
import { baseHeaders } from '#config/headers'
import { answerBare, bareBytes } from '#exceptions/bare_failure'
import type { ApiCode } from '#exceptions/codes'

/** Bytes of the first line and all headers of a request together; the address is in there. */
const MAX_HEADER_SIZE = 16 * 1024

/** Milliseconds between looks for requests that take too long to arrive. */
const CHECK_EVERY = 2_000

/** Milliseconds in which what was cut off may still write down how it ended. */
const LAST_WORDS = 5_000

/** What the parser refuses: the status line it deserves, and our code. */
const UNREADABLE: Record<string, [statusLine: string, code: ApiCode]> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'E_BAD_REQUEST'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: ['413 Payload Too Large', 'E_BODY_TOO_LARGE'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'E_BAD_REQUEST'],
}

/**
 * Node's HTTP server, with our headers on every answer, and with an end: once it closes, nobody new is served, those
 * who wait get their answer, and whoever then still holds a line loses it.
 */
export class NodeServer extends Server {
  /** Answers that are owed, by connection. */
  #owed = new Map<Duplex, Set<ServerResponse>>()
  #work = new Set<Promise<unknown>>()
  #isClosing = false

  /** @param patience milliseconds that requests under way get once the server closes */
  constructor(
    handle: RequestListener,
    private patience = drainTimeout
  ) {
    super({
      connectionsCheckingInterval: CHECK_EVERY,
      maxHeaderSize: MAX_HEADER_SIZE,
      // We answer such a request ourselves, with our headers.
      requireHostHeader: false,
    })
    this.on('request', (request, response) => this.#serve(handle, request, response))
    this.on('checkExpectation', (_request, response) => answerBare(response, 'E_BAD_REQUEST'))
    this.on('clientError', (error, socket) => this.#refuse(error, socket))
    this.on('connection', (socket) => {
      this.#owed.set(socket, new Set())
      socket.once('close', () => this.#owed.delete(socket))
    })
  }

  /** @param done called when all connections are closed and all handlers have ended */
  override close(done?: (error?: Error) => void): this {
    this.#isClosing = true
    const cut = setTimeout(() => this.closeAllConnections(), this.patience).unref()
    super.close((error) => {
      clearTimeout(cut)
      void this.#lastWords().finally(() => done?.(error))
    })
    for (const [socket, owed] of this.#owed) if (owed.size === 0) socket.destroy()
    return this
  }

  #serve(handle: RequestListener, request: IncomingMessage, response: ServerResponse) {
    this.#owed.get(request.socket)?.add(response)
    response.once('close', () => this.#settle(request.socket, response))
    for (const [name, value] of Object.entries(baseHeaders)) response.setHeader(name, value)
    if (!hasOneHost(request)) return answerBare(response, 'E_BAD_REQUEST')
    const work = Promise.resolve(handle(request, response))
    this.#work.add(work)
    void work.finally(() => this.#work.delete(work))
  }

  #settle(socket: Socket, response: ServerResponse) {
    const owed = this.#owed.get(socket)
    owed?.delete(response)
    if (this.#isClosing && owed?.size === 0) socket.destroySoon()
  }

  /** Bytes that cannot be parsed are answered, unless that would get into the middle of another answer. */
  #refuse(error: Error & { code?: string }, socket: Duplex) {
    const owed = [...(this.#owed.get(socket) ?? [])]
    const isFree = owed.length === 0 || (owed.length === 1 && !owed[0]?.headersSent)
    if (error.code === 'ECONNRESET' || !socket.writable || !isFree) return socket.destroy()
    const [statusLine, code] = UNREADABLE[error.code ?? ''] ?? ['400 Bad Request', 'E_BAD_REQUEST']
    socket.end(bareBytes(statusLine, code), () => socket.destroy())
  }

  async #lastWords(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const patience = setTimeout(resolve, LAST_WORDS)
    await Promise.race([Promise.allSettled(this.#work), promise])
    clearTimeout(patience)
  }
}

/** RFC 9112, 3.2: without one nobody can tell whom a request is for, and with two a proxy may see the other. */
function hasOneHost({ httpVersion, rawHeaders }: IncomingMessage): boolean {
  const names = rawHeaders.filter((_, index) => index % 2 === 0)
  const hosts = names.filter((name) => name.toLowerCase() === 'host').length
  return hosts === 1 || (hosts === 0 && httpVersion !== '1.1')
}
