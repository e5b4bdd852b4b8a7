import { once } from 'node:events'
import { Agent, type IncomingMessage, request as httpRequest } from 'node:http'
import { connect } from 'node:net'

export interface Answer {
  status: number
  headers: Headers
  text: string
  /** Code of the first error, when there is one. */
  code: string | null
}

export interface Request {
  method?: string
  headers?: Record<string, string>
  /** An object is sent as JSON; text and bytes as they are. */
  body?: unknown
  /** Our own address, such as `127.0.7.1`: who is asked sees somebody else. */
  from?: string
}

const agent = new Agent({ keepAlive: true, maxSockets: 20 })

/**
 * One request, whose path goes over the wire as it is written here: nothing is resolved, decoded or followed.
 *
 * @throws what the socket throws, when there is no whole answer
 */
export async function send(origin: string, path: string, options: Request = {}): Promise<Answer> {
  const { hostname, port } = new URL(origin)
  const { method = 'GET', from } = options
  const body = bytesOf(options.body)
  const request = httpRequest({
    ...{ host: hostname, port, path, method, setHost: true, headers: headersOf(options, body) },
    ...(from ? { localAddress: from, agent: false } : { agent }),
  })
  request.end(body)
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  return answerOf(Number(response.statusCode), response.rawHeaders, Buffer.concat(chunks))
}

/** How an answer is told in the table: `422 E_INVALID`, or `200`. */
export function told({ status, code }: Pick<Answer, 'status' | 'code'>): string {
  return code ? `${status} ${code}` : String(status)
}

/** Bytes as they are, and every answer that came back until the line was closed. */
export async function exchange(origin: string, bytes: string | Buffer): Promise<string> {
  const { hostname, port } = new URL(origin)
  const socket = connect(Number(port), hostname)
  const chunks: Buffer[] = []
  socket.on('data', (chunk) => chunks.push(chunk))
  const closed = new Promise((resolve) => socket.once('close', resolve))
  // A server that has said enough may close while we still send.
  socket.on('error', () => {})
  socket.write(bytes)
  await closed
  return Buffer.concat(chunks).toString('latin1')
}

/** The answers in what came over a line, told one after the other. */
export function toldOf(text: string): string {
  const answers = [...text.matchAll(/HTTP\/1\.1 (\d{3})[\s\S]*?(?=HTTP\/1\.1 \d{3}|$)/g)]
  const lines = answers.map(([whole, status]) => {
    const code = /"code":"(\w+)"/.exec(whole)?.[1] ?? null
    return told({ status: Number(status), code })
  })
  return lines.join(', then ') || 'no answer'
}

function headersOf({ body, headers = {} }: Request, bytes: Buffer | undefined) {
  const isJson = typeof body === 'object' && !Buffer.isBuffer(body) && body !== null
  return {
    ...(isJson && { 'content-type': 'application/json' }),
    ...(bytes && { 'content-length': String(bytes.length) }),
    ...headers,
  }
}

function bytesOf(body: unknown): Buffer | undefined {
  if (body === undefined || Buffer.isBuffer(body)) return body
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
}

function answerOf(status: number, rawHeaders: string[], body: Buffer): Answer {
  const headers = new Headers()
  for (let at = 0; at < rawHeaders.length; at += 2) {
    headers.append(String(rawHeaders[at]), String(rawHeaders[at + 1]))
  }
  const text = body.toString()
  return { status, headers, text, code: codeIn(text) }
}

function codeIn(text: string): string | null {
  try {
    return JSON.parse(text).errors?.[0]?.code ?? null
  } catch {
    return null
  }
}
