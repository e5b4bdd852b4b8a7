import type { NewAdmin } from '#tests/support/product'

/** Milliseconds after which an answer counts as one that never came. */
const PATIENCE = 90_000

export interface Answer {
  /** 0 when none came. */
  status: number
  /** Code of the first error. */
  code: string | null
  /** Seconds. */
  retryAfter: number | null
  data: unknown
  /** Milliseconds. */
  time: number
}

/** The API as one person, who takes every answer as it comes. */
export class Client {
  private constructor(
    readonly origin: string,
    private readonly person: NewAdmin,
    private token: string
  ) {}

  /** Throws when the login is refused. */
  static async login(origin: string, person: NewAdmin): Promise<Client> {
    const client = new Client(origin, person, '')
    const { status, data } = await client.login()
    if (status !== 200) throw new Error(`Login: ${status}`)
    client.token = (data as { token: string }).token
    return client
  }

  get authorization(): Record<string, string> {
    return this.token ? { authorization: `Bearer ${this.token}` } : {}
  }

  /** Logs in once more, and keeps the token it has. */
  login(): Promise<Answer> {
    return this.ask('POST', '/api/v2/auth/login', this.person)
  }

  api(method: string, path: string, body?: unknown): Promise<Answer> {
    return this.ask(method, `/api/v2${path}`, body)
  }

  async ask(method: string, path: string, body?: unknown): Promise<Answer> {
    const begun = performance.now()
    const answer = await fetch(this.origin + path, {
      method,
      headers: {
        ...this.authorization,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE),
    })
      .then(async (response) => ({ response, text: await response.text() }))
      .catch((error: unknown) => ({ response: null, text: reasonOf(error) }))
    const time = performance.now() - begun
    const { response, text } = answer
    if (!response) return { status: 0, code: text, retryAfter: null, data: null, time }
    const parsed = text === '' ? {} : JSON.parse(text)
    return {
      status: response.status,
      code: parsed.errors?.[0]?.code ?? null,
      retryAfter: response.headers.has('retry-after')
        ? Number(response.headers.get('retry-after'))
        : null,
      data: parsed.data ?? null,
      time,
    }
  }
}

/** Such as ECONNREFUSED: nothing was sent. */
function reasonOf(error: unknown): string {
  const { cause, name } = Object(error)
  return String(Object(cause).code ?? name)
}
