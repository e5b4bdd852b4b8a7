import { randomUUID } from 'node:crypto'
import app from '@adonisjs/core/services/app'
import { CookieClient } from '@adonisjs/core/http'
import { sessionCookie } from '#config/session'
import type User from '#models/user'
import { SessionRows } from '#services/auth/session_rows'

/** What the page guard calls the session in the cookie. */
const KEY = 'auth_web'

/** The cookies of a browser in which somebody has signed in: without the form, and without its password's hash. */
export async function sessionCookies(user: User, url: string) {
  const rows = await app.container.make(SessionRows)
  const { id } = await rows.open('page', user)
  const client = new CookieClient((await app.container.make('encryption')).use())
  const session = randomUUID()
  const cookies = {
    [sessionCookie]: client.sign(sessionCookie, session),
    [session]: client.encrypt(session, { [KEY]: id }),
  }
  return Object.entries(cookies).map(([name, value]) => ({
    ...{ name, url, value: encodeURIComponent(String(value)) },
    ...{ httpOnly: true, sameSite: 'Lax' as const },
  }))
}
