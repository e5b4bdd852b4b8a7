import { defineConfig } from '@adonisjs/shield'
import { isSecure } from '#config/app'

export default defineConfig({
  csp: { enabled: false },
  csrf: {
    enabled: true,
    exceptRoutes: (ctx) => ctx.request.url().startsWith('/api/'),
    enableXsrfCookie: true,
    methods: ['POST', 'PUT', 'PATCH', 'DELETE'],
  },
  xFrame: { enabled: true, action: 'DENY' },
  hsts: { enabled: isSecure, maxAge: '180 days' },
  contentTypeSniffing: { enabled: true },
})
