import { defineConfig, stores } from '@adonisjs/session'
import { isSecure } from '#config/headers'

/** With https the prefix makes browsers refuse one that a neighbouring or a plain http site would plant. */
export const sessionCookie = isSecure ? '__Host-varlor_session' : 'varlor_session'

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
