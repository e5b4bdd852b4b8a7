import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { json } from 'node:stream/consumers'
import type { AddressInfo, Socket } from 'node:net'
import type { KeyPair } from '#tests/support/certificates'
import { NoSuchKeyError, TransitKeys } from '#tests/support/standins/vault/transit_keys'

/** What a token may do: paths such as `transit/decrypt/varlor`; a token that is not there is unknown or has expired. */
export type Tokens = Map<string, string[]>

export interface AskedRequest {
  path: string
  token?: string
  namespace?: string
  body: Record<string, unknown>
}

interface Answer {
  status: number
  body?: unknown
  headers?: Record<string, string>
}

/**
 * Stands in for the Transit engine of HashiCorp Vault or OpenBao, as their documentation of the HTTP API describes it:
 * tokens and policies, mounts, keys that encrypt with AES-256-GCM and associated data, and a seal.
 *
 * https://developer.hashicorp.com/vault/api-docs/secret/transit and …/api-docs#http-status-codes
 */
export class VaultStandin {
  readonly tokens: Tokens = new Map()
  readonly keys = new TransitKeys()
  readonly asked: AskedRequest[] = []
  mount = 'transit'
  namespace?: string
  isSealed = false
  /** Answers to give instead, one for each request, before the real ones: a status, a body, or silence. */
  readonly instead: (Answer | 'silence')[] = []

  readonly #sockets = new Set<Socket>()

  private constructor(
    private readonly server: ReturnType<typeof createServer>,
    readonly scheme: string
  ) {
    server.on(scheme === 'https' ? 'secureConnection' : 'connection', (socket: Socket) => {
      this.#sockets.add(socket)
      socket.once('close', () => this.#sockets.delete(socket))
    })
  }

  static async start(certificate?: KeyPair): Promise<VaultStandin> {
    // The listener needs the stand-in, and the stand-in its server.
    const later: { standin?: VaultStandin } = {}
    const listener: RequestListener = async (request, response) => {
      const answer = await later.standin?.answer(request)
      if (!answer || answer === 'silence') return
      const body = answer.body === undefined ? '' : JSON.stringify(answer.body)
      response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers })
      response.end(body)
    }
    const server = certificate ? createTlsServer(certificate, listener) : createServer(listener)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return (later.standin = new VaultStandin(server, certificate ? 'https' : 'http'))
  }

  get address(): string {
    return `${this.scheme}://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  /** Resolves when every client has closed its connection. */
  async allClosed(): Promise<void> {
    await Promise.all([...this.#sockets].map((socket) => once(socket, 'close')))
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    if (this.server.listening) await new Promise((resolve) => this.server.close(resolve))
  }

  private async answer(request: IncomingMessage): Promise<Answer | 'silence'> {
    const asked: AskedRequest = {
      path: (request.url ?? '').replace(/^\/v1\//, ''),
      token: headerOf(request, 'x-vault-token'),
      namespace: headerOf(request, 'x-vault-namespace'),
      body: request.method === 'POST' ? Object(await json(request)) : {},
    }
    this.asked.push(asked)
    return this.instead.shift() ?? this.#judge(asked)
  }

  #judge({ path, token, namespace, body }: AskedRequest): Answer {
    if (this.isSealed) return refused(503, 'Vault is sealed')
    const allowed = this.tokens.get(token ?? '')
    if (!allowed) return refused(403, 'permission denied')
    if (path === 'auth/token/lookup-self') return { status: 200, body: { data: { ttl: 60 } } }
    if (namespace !== this.namespace || !path.startsWith(`${this.mount}/`)) {
      return refused(404, `no handler for route "${path}". route entry not found.`)
    }
    if (!allowed.includes(path)) return refused(403, 'permission denied')
    try {
      return { status: 200, body: { data: this.#work(path.slice(this.mount.length + 1), body) } }
    } catch (error) {
      const isUnknown = error instanceof NoSuchKeyError
      return refused(400, isUnknown ? error.message : 'cipher: message authentication failed')
    }
  }

  #work(path: string, body: Record<string, unknown>) {
    const [operation, name = ''] = path.split('/')
    const bytes = (field: string) => Buffer.from(String(body[field] ?? ''), 'base64')
    const associatedData = bytes('associated_data')
    if (operation === 'encrypt') {
      return { ciphertext: this.keys.encrypt(name, bytes('plaintext'), associatedData) }
    }
    const plaintext = this.keys.decrypt(name, String(body.ciphertext), associatedData)
    return { plaintext: plaintext.toString('base64') }
  }
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name]
  return typeof value === 'string' ? value : undefined
}

function refused(status: number, message: string): Answer {
  return { status, body: { errors: [message] } }
}
