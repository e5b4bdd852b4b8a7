/** One failure of the API, in the words of its answer. */
export interface Problem {
  code: string
  message: string
  field?: string | null
  hint?: string | null
}

/** What a request that did not succeed throws. `status` is 0 when no answer came at all. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly problems: [Problem, ...Problem[]],
    readonly requestId: string | null,
    /** Seconds that the server asks to wait for. */
    readonly retryAfter: number | null = null
  ) {
    super(problems[0].message)
    this.name = 'ApiError'
  }

  get code() {
    return this.problems[0].code
  }

  get hint() {
    return this.problems[0].hint ?? null
  }
}

export interface Request {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Appended to the path; empty values are left out. */
  query?: Record<string, string | number | boolean | null | undefined>
  body?: unknown
  headers?: Record<string, string>
  signal?: AbortSignal
}

/** Asks the API with the session's cookie and resolves with the whole JSON answer. Throws ApiError. */
export async function ask<T>(path: string, request: Request = {}): Promise<T> {
  const response = await send(path, request)
  return response.status === 204 ? (undefined as T) : await parse<T>(response)
}

/** Like `ask`, for answers that are read as they arrive. */
export async function send(path: string, request: Request = {}): Promise<Response> {
  const response = await reach(path, request)
  if (!response.ok) throw await refusal(response)
  return response
}

async function reach(path: string, { method = 'GET', query, body, headers, signal }: Request) {
  try {
    return await fetch(`/api/v2${path}${queryString(query)}`, {
      method,
      signal,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(method === 'GET' ? {} : { 'x-xsrf-token': xsrfToken() }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
  } catch (error) {
    if (signal?.aborted) throw error
    throw unreachable()
  }
}

async function parse<T>(response: Response): Promise<T> {
  try {
    return (await response.json()) as T
  } catch {
    throw unreachable()
  }
}

/** The server's refusal, or one of our own words when something in between answered. */
async function refusal(response: Response): Promise<ApiError> {
  const requestId = response.headers.get('x-request-id')
  try {
    const answer = (await response.json()) as {
      errors: [Problem, ...Problem[]]
      requestId?: string
    }
    return new ApiError(
      response.status,
      answer.errors,
      answer.requestId ?? requestId,
      Number(response.headers.get('retry-after')) || null
    )
  } catch {
    const message = `The server answered with status ${response.status}.`
    return new ApiError(
      response.status,
      [{ code: 'unexpected_answer', message, hint: 'Try again in a moment.' }],
      requestId
    )
  }
}

function unreachable() {
  return new ApiError(
    0,
    [
      {
        code: 'network',
        message: 'Varlor could not be reached.',
        hint: 'Check your network, then try again. Nothing you entered is lost.',
      },
    ],
    null
  )
}

export function queryString(query: Request['query'] = {}) {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') search.set(key, String(value))
  }
  const text = search.toString()
  return text && `?${text}`
}

/** The cookie is readable so that only our own pages can send it back as a header. */
function xsrfToken() {
  const cookie = document.cookie.split('; ').find((part) => part.startsWith('XSRF-TOKEN='))
  return cookie ? decodeURIComponent(cookie.slice('XSRF-TOKEN='.length)) : ''
}
