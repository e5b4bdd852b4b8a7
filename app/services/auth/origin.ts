import type { HttpRequest } from '@adonisjs/core/http'

/** Where a request came from and when its work began, for the audit trail. */
export interface Origin {
  ip: string | null
  requestId: string | null
  /** By `performance.now()`. */
  startedAt: number | null
}

/** For what no request asked for: commands and tests. */
export const NOWHERE: Origin = { ip: null, requestId: null, startedAt: null }

export function originOf(request: HttpRequest): Origin {
  return { ip: request.ip(), requestId: request.id() ?? null, startedAt: performance.now() }
}
