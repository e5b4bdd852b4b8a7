import app from '@adonisjs/core/services/app'
import { UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import type { Role } from '#models/user'
import { ApiSessionService } from '#services/auth/api_session_service'
import { checkContract } from '#tests/support/contract'

export interface ApiAnswer {
  status: number
  headers: Headers
  /** The parsed JSON, or null where there is none. */
  // Tests look into bodies of many shapes; the OpenAPI document is what checks them.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any
  text: string
}

/** Somebody with a token, who speaks to the API over real HTTP. */
export class ApiPerson {
  private constructor(
    readonly user: User,
    readonly token: string | null
  ) {}

  /** Of a tenant of their own, unless a colleague is given. */
  static async create(role: Role = 'editor', colleague?: ApiPerson): Promise<ApiPerson> {
    const tenantId = colleague?.user.tenantId
    const user = await UserFactory.merge({ role, ...(tenantId ? { tenantId } : {}) }).create()
    const sessions = await app.container.make(ApiSessionService)
    const { token } = await sessions.open(user)
    return new ApiPerson(user, token)
  }

  /** The token of another session of theirs. */
  async tokenAnew(): Promise<string> {
    const sessions = await app.container.make(ApiSessionService)
    return (await sessions.open(this.user)).token
  }

  get(path: string, headers?: Record<string, string>) {
    return this.send('GET', path, undefined, headers)
  }

  post(path: string, body: unknown = {}, headers?: Record<string, string>) {
    return this.send('POST', path, body, headers)
  }

  put(path: string, body: unknown, headers?: Record<string, string>) {
    return this.send('PUT', path, body, headers)
  }

  patch(path: string, body: unknown, headers?: Record<string, string>) {
    return this.send('PATCH', path, body, headers)
  }

  delete(path: string, headers?: Record<string, string>) {
    return this.send('DELETE', path, undefined, headers)
  }

  private send(method: string, path: string, body: unknown, headers: Record<string, string> = {}) {
    return send(method, path, body, { authorization: `Bearer ${this.token}`, ...headers })
  }
}

/** One request to the API with JSON, as whoever the headers say. The answer must be as documented. */
export async function send(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {}
): Promise<ApiAnswer> {
  const response = await fetch(`http://127.0.0.1:${process.env.PORT}/api/v2${path}`, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  const text = await response.text()
  const answer = { status: response.status, headers: response.headers, text, body: parsed(text) }
  const [bare = path] = path.split('?')
  const type = response.headers.get('content-type')
  checkContract({ method, path: bare, sent: body, type, ...answer })
  return answer
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
