import type { ServerResponse } from 'node:http'
import { isIP } from 'node:net'
import { defineConfig } from '@adonisjs/core/http'
import proxyAddr from 'proxy-addr'
import { isSecure } from '#config/headers'
import { answerBare } from '#exceptions/bare_failure'
import env from '#start/env'

export const appKey = env.get('APP_KEY')

export const appUrl = env.get('APP_URL')

/** Milliseconds that requests under way get when the process is told to end. */
export const drainTimeout = env.get('DRAIN_SECONDS', 20) * 1_000

export const http = defineConfig({
  generateRequestId: true,
  allowMethodSpoofing: false,
  useAsyncLocalStorage: false,
  trustProxy: trustedProxies(env.get('TRUST_PROXY')),
  getIp: (request, nearestUntrusted) =>
    validIp(nearestUntrusted()) ?? request.request.socket.remoteAddress ?? '',
  onBadUrl: (_request: unknown, response: ServerResponse) => answerBare(response, 'E_BAD_REQUEST'),
  /** Milliseconds in which a request must have arrived: its headers, and all of it. Slower ones get 408. */
  headersTimeout: 15_000,
  requestTimeout: 60_000,
  /** Longer than proxies keep a line that nobody uses, which then never meet one that we have just closed. */
  keepAliveTimeout: 75_000,
  /** A line on which nothing moves, such as one whose client stopped to read. */
  timeout: 180_000,
  cookie: {
    path: '/',
    maxAge: '2h',
    httpOnly: true,
    secure: isSecure,
    sameSite: 'lax',
  },
})

/** A proxy that is trusted may still pass on what somebody made up. */
function validIp(address: string): string | null {
  return isIP(address) ? address : null
}

/** Proxies whose `X-Forwarded-*` headers are believed: addresses or CIDRs, comma-separated; none by default. */
function trustedProxies(list: string | undefined) {
  if (!list) return () => false
  try {
    return proxyAddr.compile(list.split(',').map((entry) => entry.trim()))
  } catch (cause) {
    throw new Error('TRUST_PROXY must be addresses or CIDRs, separated by commas', { cause })
  }
}
