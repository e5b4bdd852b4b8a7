import type { ServerResponse } from 'node:http'
import { randomUUID } from 'node:crypto'
import { baseHeaders } from '#config/headers'
import { errorItem } from '#exceptions/api_error'
import { API_CODES, type ApiCode } from '#exceptions/codes'

/** A failed answer to what never became a request of the framework's, in the shape of all others. */
export function answerBare(response: ServerResponse, code: ApiCode): void {
  const { body, headers } = bareFailure(code)
  response.writeHead(API_CODES[code].status, headers).end(body)
}

/** The same as bytes for a socket whose request could not even be parsed. */
export function bareBytes(statusLine: string, code: ApiCode): string {
  const { body, headers } = bareFailure(code)
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return [`HTTP/1.1 ${statusLine}`, ...lines, '', body].join('\r\n')
}

function bareFailure(code: ApiCode) {
  const requestId = randomUUID()
  const body = JSON.stringify({ errors: [errorItem(code)], requestId })
  const headers = {
    ...baseHeaders,
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(body)),
    'Cache-Control': 'no-store',
    'X-Request-Id': requestId,
    'Connection': 'close',
  }
  return { body, headers }
}
