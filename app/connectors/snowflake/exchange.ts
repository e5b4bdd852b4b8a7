import { Agent, request } from 'node:https'
import type { IncomingMessage } from 'node:http'
import { pipeline, type Duplex, type Readable } from 'node:stream'
import type { TLSSocket } from 'node:tls'
import { createGunzip } from 'node:zlib'
import { ConnectorError } from '#connectors/connector_error'
import { WireLimitExceeded } from '#connectors/wire_meter'

export interface HttpRequest {
  method: string
  host: string
  /** With its query. */
  path: string
  headers: Record<string, string>
  body?: string
}

export interface HttpAnswer {
  status: number
  headers: Record<string, string>
  body: Buffer
}

/** What all answers of one operation may weigh together once they are unpacked: bytes. */
export class ByteBudget {
  #left: number

  constructor(private readonly limit: number) {
    this.#left = limit
  }

  startAnew() {
    this.#left = this.limit
  }

  /** @throws WireLimitExceeded */
  take(bytes: number) {
    this.#left -= bytes
    if (this.#left < 0) throw new WireLimitExceeded()
  }
}

/** Sockets come from `connect` alone, one at a time; each is used for one request after another. */
export class DialledAgent extends Agent {
  constructor(private readonly connect: () => Promise<TLSSocket>) {
    super({ keepAlive: true, maxSockets: 1 })
  }

  override createConnection(
    _options: unknown,
    done?: (error: Error | null, stream: Duplex) => void
  ): undefined {
    this.connect().then(
      (socket) => done?.(null, socket),
      // Node's types want a stream beside the error; it looks at the error first.
      (error: Error) => done?.(error, undefined as unknown as Duplex)
    )
  }
}

/**
 * One request and its whole answer.
 *
 * @throws what the agent or the socket throws, WireLimitExceeded, `wrong_protocol` for another encoding than gzip
 */
export async function exchange(
  agent: Agent,
  asked: HttpRequest,
  budget: ByteBudget
): Promise<HttpAnswer> {
  const answer = await send(agent, asked)
  const chunks: Buffer[] = []
  for await (const chunk of unpacked(answer) as AsyncIterable<Buffer>) {
    budget.take(chunk.length)
    chunks.push(chunk)
  }
  return {
    status: answer.statusCode ?? 0,
    headers: answer.headers as Record<string, string>,
    body: Buffer.concat(chunks),
  }
}

/**
 * One request; its answer is read by whoever asked, who destroys it to have no more. Redirects are answers like all
 * others: nobody follows them.
 *
 * @throws what the agent or the socket throws
 */
export function send(
  agent: Agent,
  { method, host, path, headers, body }: HttpRequest
): Promise<IncomingMessage> {
  return new Promise<IncomingMessage>((resolve, reject) => {
    const sent = request(
      {
        agent,
        method,
        host,
        path,
        headers: {
          ...headers,
          'host': host,
          'accept-encoding': 'gzip',
          ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
        },
      },
      resolve
    )
    sent.once('error', reject)
    sent.end(body)
  })
}

/**
 * In small steps, so that whatever swells is counted while it does.
 *
 * @throws ConnectorError `wrong_protocol` for another encoding than gzip
 */
export function unpacked(answer: IncomingMessage): Readable {
  const encoding = answer.headers['content-encoding'] ?? 'identity'
  if (encoding === 'identity') return answer
  if (encoding !== 'gzip') {
    answer.destroy()
    throw new ConnectorError('wrong_protocol')
  }
  return pipeline(answer, createGunzip({ chunkSize: 64 * 1024 }), () => {})
}
