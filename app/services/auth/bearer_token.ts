import type { HttpRequest } from '@adonisjs/core/http'

const BEARER = /^Bearer(?: +(.*))?$/i

/** The token of `Authorization: Bearer …` (empty if there is none after the word), or null without that scheme. */
export function bearerToken(request: HttpRequest): string | null {
  const match = request.header('authorization')?.match(BEARER)
  return match ? (match[1] ?? '').trim() : null
}
