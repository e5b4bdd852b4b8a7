import { defineConfig } from '@adonisjs/core/http'
import proxyAddr from 'proxy-addr'
import env from '#start/env'

export const appKey = env.get('APP_KEY')

export const appUrl = env.get('APP_URL')

/** Cookies are `Secure` exactly when the public address is https. */
export const isSecure = appUrl.startsWith('https:')

export const http = defineConfig({
  generateRequestId: true,
  allowMethodSpoofing: false,
  useAsyncLocalStorage: false,
  trustProxy: trustedProxies(env.get('TRUST_PROXY')),
  cookie: {
    path: '/',
    maxAge: '2h',
    httpOnly: true,
    secure: isSecure,
    sameSite: 'lax',
  },
})

/** Proxies whose `X-Forwarded-*` headers are believed: addresses or CIDRs, comma-separated; none by default. */
function trustedProxies(list: string | undefined) {
  return list ? proxyAddr.compile(list.split(',').map((entry) => entry.trim())) : () => false
}
