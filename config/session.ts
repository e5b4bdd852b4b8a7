import { defineConfig, stores } from '@adonisjs/session'
import { isSecure } from '#config/app'

export default defineConfig({
  enabled: true,
  cookieName: 'varlor_session',
  clearWithBrowser: false,
  age: '8h',
  cookie: {
    path: '/',
    httpOnly: true,
    secure: isSecure,
    sameSite: 'lax',
  },
  store: 'cookie',
  stores: { cookie: stores.cookie() },
})
