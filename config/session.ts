import { defineConfig, stores } from '@adonisjs/session'
import { isSecure } from '#config/app'

export const sessionCookie = 'varlor_session'

/** How long a session lasts without being used. */
export const sessionAge = '8h'

export default defineConfig({
  enabled: true,
  cookieName: sessionCookie,
  clearWithBrowser: false,
  age: sessionAge,
  cookie: {
    path: '/',
    httpOnly: true,
    secure: isSecure,
    sameSite: 'lax',
  },
  store: 'cookie',
  stores: { cookie: stores.cookie() },
})
