import type { HttpContext } from '@adonisjs/core/http'
import { defineConfig } from '@adonisjs/shield'
import { isSecure } from '#config/app'

export default defineConfig({
  csp: { enabled: false },
  csrf: {
    enabled: true,
    exceptRoutes: isAnonymousApiCall,
    enableXsrfCookie: true,
    methods: ['POST', 'PUT', 'PATCH', 'DELETE'],
  },
  xFrame: { enabled: true, action: 'DENY' },
  hsts: { enabled: isSecure, maxAge: '180 days' },
  contentTypeSniffing: { enabled: true },
})

/**
 * On the API only a signed-in session has something to forge; without one, 401 is the answer.
 * Calls with a bearer token never get here: `browser_session_middleware` sends them past.
 */
function isAnonymousApiCall({ route, auth, session }: HttpContext): boolean {
  const isApi = route?.pattern.startsWith('/api/') ?? false
  return isApi && !session.has(auth.use('web').sessionKeyName)
}
