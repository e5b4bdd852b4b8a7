import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import type { Account, LoginData, Session } from '#tests/support/standins/snowflake/account'
import { Queries } from '#tests/support/standins/snowflake/queries'
import { Refusal } from '#tests/support/standins/snowflake/refusal'
import type { KeyPair } from '#tests/support/certificates'

interface Asked {
  url: URL
  host: string
  token: string
  body: Record<string, unknown>
}

/** As results have them. */
type Rows = (string | null)[][]

/** Says something else than the stand-in would; false leaves it to the stand-in. */
export type Interception = (asked: Asked, response: ServerResponse) => boolean

export interface Protocol {
  port: number
  /** `METHOD path` of everything that was asked, in order. */
  asked: string[]
  /** Bodies of sign-ins. */
  logins: Record<string, unknown>[]
  queries: Queries
  /** What tests put in the way. */
  intercept: Interception | null
  /** Closes connections on which nothing is asked. */
  dropIdle(): void
  close(): Promise<void>
}

/** Snowflake's HTTP interface over TLS, as its drivers speak it, on a port of this machine. */
export async function listen(account: Account, host: string, keys: KeyPair): Promise<Protocol> {
  const queries = new Queries()
  const stored = new Map<string, Rows>()
  queries.store = (rows) => {
    const path = `/results/${stored.size}`
    stored.set(path, rows)
    return `https://${STORE}${path}?signature=abc`
  }
  const protocol: Protocol = {
    port: 0,
    asked: [],
    logins: [],
    queries,
    intercept: null,
    dropIdle,
    close,
  }

  const server = createServer({ ...keys, keepAliveTimeout: 60_000 }, (request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  async function answer(request: IncomingMessage, response: ServerResponse) {
    const asked = await read(request)
    protocol.asked.push(`${request.method} ${asked.host}${asked.url.pathname}`)
    if (asked.url.pathname.endsWith('/login-request')) protocol.logins.push(asked.body)
    if (protocol.intercept?.(asked, response)) return
    const file = stored.get(asked.url.pathname)
    if (asked.host === STORE && file) return sendStored(request, response, file)
    if (asked.host !== host) return void response.writeHead(403).end()
    send(response, await replyTo(asked, account, queries).catch(refusalBody))
  }
  function dropIdle() {
    server.closeIdleConnections()
  }
  function close() {
    server.closeAllConnections()
    server.close()
    return once(server, 'close').then(() => {})
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  protocol.port = (server.address() as AddressInfo).port
  return protocol
}

/** Where results are kept that are too large for an answer. */
export const STORE = 'results.store.test'

/** Sends JSON, packed as Snowflake does. */
export function send(response: ServerResponse, body: unknown, status = 200) {
  response.writeHead(status, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
  response.end(gzipSync(JSON.stringify(body)))
}

/**
 * Rows as JSON without the brackets around, packed without being made smaller, so that what is counted on the way is what
 * they weigh. Stores take a signature or a token, never both, and want to hear how the file is encrypted.
 */
function sendStored({ headers }: IncomingMessage, response: ServerResponse, rows: Rows) {
  const isEncrypted = headers['x-amz-server-side-encryption-customer-algorithm'] === 'AES256'
  if (headers.authorization || !isEncrypted) return void response.writeHead(400).end()
  const file = gzipSync(JSON.stringify(rows).slice(1, -1), { level: 0 })
  response.writeHead(200, { 'content-type': 'binary/octet-stream', 'content-encoding': 'gzip' })
  response.end(file)
}

async function read(request: IncomingMessage): Promise<Asked> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  const body = Buffer.concat(parts).toString()
  return {
    url: new URL(request.url ?? '/', 'https://any'),
    host: request.headers.host ?? '',
    token: /^Snowflake Token="(.*)"$/.exec(request.headers.authorization ?? '')?.[1] ?? '',
    body: body ? (JSON.parse(body) as Record<string, unknown>) : {},
  }
}

async function replyTo(asked: Asked, account: Account, queries: Queries): Promise<object> {
  const { url, body, token } = asked
  const path = url.pathname
  if (path === '/session/v1/login-request') {
    return loggedIn(account.signIn(body.data as LoginData, url.searchParams))
  }
  if (path === '/session/token-request') return renewed(account.renew(token))
  const session = account.sessions.get(token)
  if (!session) throw new Refusal('390104', 'Session no longer exists. New login required.')
  if (path === '/session') {
    queries.abortAllOf(session)
    account.sessions.delete(token)
    return { success: true, data: null }
  }
  if (path === '/queries/v1/query-request') {
    session.parameters = body.parameters as Record<string, unknown>
    return queries.start(body, url.searchParams.get('requestId') ?? '', session)
  }
  const [, id = '', what] = /^\/queries\/([\w-]+)\/([\w-]+)$/.exec(path) ?? []
  if (what === 'result') return queries.ask(id)
  if (what !== 'abort-request') throw new Refusal('391920', `No such route: ${path}`)
  queries.abort(id === 'v1' ? String(body.requestId) : id)
  return { success: true, data: null }
}

function loggedIn({ token, masterToken }: Session): object {
  return {
    success: true,
    data: {
      token,
      masterToken,
      validityInSeconds: 3_600,
      masterValidityInSeconds: 14_400,
      sessionId: 1234,
      // Drivers that believe this send heartbeats for ever.
      parameters: [
        { name: 'CLIENT_SESSION_KEEP_ALIVE', value: true },
        { name: 'CLIENT_SESSION_KEEP_ALIVE_HEARTBEAT_FREQUENCY', value: 1 },
        { name: 'SERVICE_NAME', value: 'another' },
      ],
      sessionInfo: {},
    },
  }
}

function renewed({ token, masterToken }: Session): object {
  return {
    success: true,
    data: {
      sessionToken: token,
      masterToken,
      validityInSecondsST: 3_600,
      validityInSecondsMT: 14_400,
    },
  }
}

function refusalBody(error: unknown): object {
  const refusal =
    error instanceof Refusal ? error : new Refusal('001003', `SQL compilation error: ${error}`)
  return {
    success: false,
    code: refusal.code,
    message: refusal.message,
    data: { sqlState: refusal.sqlState, queryId: '01b2c3d4-0000-0000-0000-000000000000' },
  }
}
