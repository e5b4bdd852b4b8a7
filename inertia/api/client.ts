import { noteUnreachable } from '~/api/reachability'
import { signedInAgain } from '~/api/signed_out'
import { en } from '~/strings/en/catalogue'
import type { Strings } from '~/strings/strings_context'

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

/**
 * Like `ask`, for answers that are read as they arrive. When the session has ended, a read waits until the person has
 * signed in again and is then repeated; anything else fails, for them to press again.
 */
export async function send(path: string, request: Request = {}): Promise<Response> {
  for (;;) {
    const response = await reach(`/api/v2${path}`, request)
    if (response.ok) return response
    const again = response.status === 401 ? signedInAgain(request.signal) : null
    const isRead = (request.method ?? 'GET') === 'GET'
    if (!again || !isRead || !(await again)) throw await refusal(response)
  }
}

/** Asks an address outside the API, whose refusals have the same shape; a session that ended is nobody's business. */
export async function sendTo(url: string, request: Request): Promise<Response> {
  const response = await reach(url, request)
  if (!response.ok) throw await refusal(response)
  return response
}

async function reach(url: string, { method = 'GET', query, body, headers, signal }: Request) {
  try {
    return await fetch(`${url}${queryString(query)}`, {
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
    noteUnreachable()
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
    const { message, hint } = words.unexpected
    const problem = { code: 'unexpected_answer', message: message(response.status), hint }
    return new ApiError(response.status, [problem], requestId)
  }
}

function unreachable() {
  return new ApiError(0, [{ code: 'network', ...words.unreachable }], null)
}

let words: Strings['errors'] = en.errors

/** Says in which words to fail when the server has none. */
export function failIn(strings: Strings): void {
  words = strings.errors
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
