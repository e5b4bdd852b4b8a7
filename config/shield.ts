import app from '@adonisjs/core/services/app'
import type { HttpContext } from '@adonisjs/core/http'
import { defineConfig } from '@adonisjs/shield'
import { sessionAge } from '#config/session'

/**
 * Scripts and style sheets are files of ours, or carry the nonce of this very answer. Mantine sets sizes in `style`
 * attributes: those may stay, since they cannot load or run anything.
 */
export const pagePolicy = {
  'default-src': ["'none'"],
  'script-src': ["'self'", '@nonce'],
  'style-src': ["'self'", '@nonce'],
  'style-src-elem': ["'self'", '@nonce'],
  'style-src-attr': ["'unsafe-inline'"],
  'img-src': ["'self'", 'data:'],
  'font-src': ["'self'"],
  // While developing, Vite tells the page over a WebSocket what has changed.
  'connect-src': ["'self'", ...(app.inDev ? ['ws:'] : [])],
  'form-action': ["'self'"],
  'base-uri': ["'none'"],
  'object-src': ["'none'"],
  'frame-ancestors': ["'none'"],
}

/** The reference of the API: files of ours, and the small images in its style sheet. */
export const docsPolicy = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:'],
  'connect-src': ["'self'"],
  'form-action': ["'none'"],
  'base-uri': ["'none'"],
  'frame-ancestors': ["'none'"],
}

/** The headers are set for every answer, not only for routes: see `config/headers.ts` and the policies above. */
export default defineConfig({
  csp: { enabled: false },
  csrf: {
    enabled: true,
    exceptRoutes: isAnonymousApiCall,
    enableXsrfCookie: true,
    // As old as the session may get: without it a page that was left open could not save.
    cookieOptions: { maxAge: sessionAge },
    methods: ['POST', 'PUT', 'PATCH', 'DELETE'],
  },
  xFrame: { enabled: false },
  hsts: { enabled: false },
  contentTypeSniffing: { enabled: false },
})

/**
 * On the API only a signed-in session has something to forge; without one, 401 is the answer.
 * Calls with a bearer token never get here: `browser_session_middleware` sends them past.
 */
function isAnonymousApiCall({ route, auth }: HttpContext): boolean {
  const isApi = route?.pattern.startsWith('/api/') ?? false
  return isApi && !auth.use('web').isAuthenticated
}
