import { CookieClient as CookieSerializer } from '@adonisjs/core/http'
import encryption from '@adonisjs/core/services/encryption'
import app from '@adonisjs/core/services/app'
import limiter from '@adonisjs/limiter/services/main'
import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { PASSWORD, UserFactory } from '#database/factories/user_factory'
import ApiSession from '#models/api_session'
import AuditEvent from '#models/audit_event'
import type User from '#models/user'
import { UserService } from '#services/user_service'
import { CookieClient } from '#tests/support/cookie_client'
import { forgeToken } from '#tests/support/token_forge'

const ME = '/api/v2/auth/me'
const SESSION_ID = 'a-session-of-the-tests'
const LOGOUT = '/api/v2/auth/logout'

test.group('Session cookie on the API', (group) => {
  group.each.setup(() => limiter.clear())

  test('a signed-in browser may read', async ({ assert }) => {
    const { user, browser } = await signedInBrowser()
    const response = await browser.get(ME)

    assert.equal(response.status, 200)
    assert.containSubset(await response.json(), { data: { id: user.id } })
  })

  test('a change without the CSRF token is refused with 403', async ({ assert }) => {
    const { browser } = await signedInBrowser()
    const response = await browser.post(LOGOUT, {}, { 'x-xsrf-token': '' })

    assert.equal(response.status, 403)
    assert.containSubset(await response.json(), { errors: [{ code: 'E_BAD_CSRF_TOKEN' }] })
    assert.equal((await browser.get(ME)).status, 200)
  })

  test('a change with another session’s CSRF token is refused with 403', async ({ assert }) => {
    const { browser } = await signedInBrowser()
    const stranger = new CookieClient()
    await stranger.page('/sign-in')
    const response = await browser.post(LOGOUT, {}, { 'x-xsrf-token': stranger.xsrfToken })

    assert.equal(response.status, 403)
  })

  test('a change with the CSRF token is done', async ({ assert }) => {
    const { user, browser } = await signedInBrowser()
    const response = await browser.post(LOGOUT)

    assert.equal(response.status, 204)
    assert.equal((await browser.get(ME)).status, 401)
    const events = await AuditEvent.query().where({ actor_id: user.id, action: 'session.logout' })
    assert.lengthOf(events, 1)
  })

  test('a session that is not signed in gets 401, not 403', async ({ assert }) => {
    const browser = new CookieClient()
    await browser.page('/sign-in')
    assert.exists(browser.cookie('varlor_session'))
    const response = await browser.post(LOGOUT, {}, { 'x-xsrf-token': '' })

    assert.equal(response.status, 401)
  })

  test('a session that has ended gets 401, not 403', async ({ assert }) => {
    const { user, browser } = await signedInBrowser()
    await ApiSession.query().where({ user_id: user.id }).update({ revoked_at: new Date() })
    assert.equal((await browser.post(LOGOUT, {}, { 'x-xsrf-token': '' })).status, 401)

    const stale = await browserLastSeen(8.1, user)
    assert.equal((await stale.post(LOGOUT, {}, { 'x-xsrf-token': '' })).status, 401)
  })

  test('the CSRF token lasts as long as the session, so that a page left open can save', async ({
    assert,
  }) => {
    const response = await new CookieClient().get('/sign-in')
    const ages = response.headers.getSetCookie().map((line) => {
      return [line.split('=')[0], /max-age=(\d+)/i.exec(line)?.[1]]
    })

    const { 'varlor_session': session, 'XSRF-TOKEN': token } = Object.fromEntries(ages)
    assert.equal(session, String(8 * 60 * 60))
    assert.equal(token, session)
  })

  test('with a bearer token the cookie counts for nothing', async ({ assert }) => {
    const { browser } = await signedInBrowser()
    const other = await UserFactory.create()
    const login = await new CookieClient().post('/api/v2/auth/login', {
      email: other.email,
      password: PASSWORD,
    })
    const { data } = (await login.json()) as { data: { token: string } }
    const bearer = (token: string) => ({ 'authorization': `Bearer ${token}`, 'x-xsrf-token': '' })

    const me = await browser.get(ME, bearer(data.token))
    assert.containSubset(await me.json(), { data: { id: other.id } })
    assert.isEmpty(me.headers.getSetCookie())
    assert.equal((await browser.get(ME, bearer('wrong'))).status, 401)
    assert.equal((await browser.get(ME, bearer(''))).status, 401)
    assert.equal((await browser.post(LOGOUT, {}, bearer(data.token))).status, 204)
    assert.equal((await browser.get(ME)).status, 200)
  })

  test('it ends after 8 hours without use, whoever kept the cookie', async ({ assert }) => {
    const user = await UserFactory.create()

    assert.equal((await (await browserLastSeen(7.9, user)).get(ME)).status, 200)
    assert.equal((await (await browserLastSeen(8.1, user)).get(ME)).status, 401)
  })

  test('being used renews it', async ({ assert }) => {
    const user = await UserFactory.create()
    const browser = await browserLastSeen(7.9, user)
    const before = Date.now()
    await browser.get(ME)

    assert.isAtLeast(seenAt(browser), before)
  })

  test('a cookie that somebody altered is no session', async ({ assert }) => {
    const { browser } = await signedInBrowser()
    const cookie = browser.cookie('varlor_session') ?? ''
    const altered = cookie.slice(0, -3) + (cookie.endsWith('AAA') ? 'BBB' : 'AAA')
    const response = await new CookieClient().get(ME, { cookie: `varlor_session=${altered}` })

    assert.equal(response.status, 401)
  })

  test('health checks get no cookies', async ({ assert }) => {
    const response = await new CookieClient().get('/health/live')

    assert.equal(response.status, 200)
    assert.isEmpty(response.headers.getSetCookie())
  })
})

test.group('Pages for who is signed in', (group) => {
  group.each.setup(() => limiter.clear())

  test('strangers are asked to sign in, and then get the page they asked for', async ({
    assert,
  }) => {
    const user = await UserFactory.create()
    const browser = new CookieClient()
    const asked = await browser.get('/connections?search=sales&page=2')
    assert.equal(asked.status, 302)
    assert.equal(asked.headers.get('location'), '/sign-in')

    await browser.page('/sign-in')
    const response = await signIn(browser, user)
    assert.equal(response.headers.get('location'), '/connections?search=sales&page=2')
  })

  test('a page that is open is told 401, and asks to sign in by itself', async ({ assert }) => {
    const response = await new CookieClient().visit('/connections')

    assert.equal(response.status, 401)
    assert.isNull(response.headers.get('x-inertia'))
  })

  test('a page that is open signs in again without leaving', async ({ assert }) => {
    const user = await UserFactory.create()
    const browser = new CookieClient()
    await browser.page('/sign-in')
    const asJson = { accept: 'application/json' }
    const wrong = { email: user.email, password: 'not the password' }
    const refused = await browser.post('/sign-in', wrong, asJson)
    assert.equal(refused.status, 401)
    assert.containSubset(await refused.json(), { errors: [{ code: 'E_INVALID_CREDENTIALS' }] })

    const right = { email: user.email, password: PASSWORD }
    assert.equal((await browser.post('/sign-in', right, asJson)).status, 204)
    assert.equal((await browser.get(ME)).status, 200)
  })

  test('a form that waited too long is told so, and changes nothing', async ({ assert }) => {
    const { browser } = await signedInBrowser()
    await browser.submit('/sign-out', {}, { 'x-xsrf-token': 'of yesterday' })

    assert.equal((await browser.page('/connections')).props.notice, 'stale page')
    assert.isUndefined((await browser.page('/connections')).props.notice)
  })

  test('what looks like another site is not where signing in leads', async ({ assert }) => {
    const user = await UserFactory.create()
    const browser = new CookieClient()
    await browser.page('/sign-in')
    await browser.get('//connections')
    await browser.get('/sign-in?next=https://evil.example/')
    const response = await signIn(browser, user)

    assert.equal(response.headers.get('location'), '/')
  })
})

test.group('Sign-in page', (group) => {
  group.each.setup(() => limiter.clear())

  test('the form is answered with 200 and an XSRF cookie', async ({ assert }) => {
    const browser = new CookieClient()
    const page = await browser.page('/sign-in')

    assert.equal(page.component, 'sign_in')
    assert.isNotEmpty(browser.xsrfToken)
  })

  test('signing in leads home, with a new session id', async ({ assert }) => {
    const user = await UserFactory.create()
    const browser = new CookieClient()
    await browser.page('/sign-in')
    const before = sessionId(browser)
    const response = await signIn(browser, user)

    assert.equal(response.status, 302)
    assert.equal(response.headers.get('location'), '/')
    assert.notEqual(sessionId(browser), before)
    const again = await browser.visit('/sign-in')
    assert.equal(again.headers.get('location'), '/')
    const event = await AuditEvent.query()
      .where({ actor_id: user.id, action: 'session.login' })
      .firstOrFail()
    assert.containSubset(event, { outcome: 'success', tenantId: user.tenantId })
  })

  test('a wrong password comes back with the email and one sentence', async ({ assert }) => {
    const user = await UserFactory.create()
    const browser = new CookieClient()
    await browser.page('/sign-in')
    const response = await signIn(browser, user, 'wrong password')

    assert.equal(response.headers.get('location'), '/sign-in')
    const { props } = await browser.page('/sign-in')
    assert.containSubset(props, { email: user.email, error: 'Wrong email or password.' })
    assert.notInclude(JSON.stringify(props), 'wrong password')
    const { props: later } = await browser.page('/sign-in')
    assert.notExists(later.error)
  })

  test('too many attempts are told how long to wait', async ({ assert }) => {
    const user = await UserFactory.create()
    const browser = new CookieClient()
    await browser.page('/sign-in')
    for (let attempt = 0; attempt < 5; attempt++) await signIn(browser, user, 'wrong password')
    await signIn(browser, user)

    const { props } = await browser.page('/sign-in')
    assert.equal(props.error, 'Too many attempts. Try again in 15 minutes.')
  })

  test('without the CSRF token nobody is signed in', async ({ assert }) => {
    const user = await UserFactory.create()
    const browser = new CookieClient()
    await browser.page('/sign-in')
    const body = { email: user.email, password: PASSWORD }
    await browser.submit('/sign-in', body, { 'x-xsrf-token': '' })

    assert.equal((await browser.get(ME)).status, 401)
  })

  test('signing out ends the session and leads to the form', async ({ assert }) => {
    const { user, browser } = await signedInBrowser()
    const response = await browser.submit('/sign-out')

    assert.equal(response.headers.get('x-inertia-location'), '/sign-in')
    assert.equal((await browser.get(ME)).status, 401)
    const events = await AuditEvent.query().where({ actor_id: user.id, action: 'session.logout' })
    assert.lengthOf(events, 1)
  })

  test('a copy of the cookie from before signing out is refused', async ({ assert }) => {
    const { browser } = await signedInBrowser()
    const thief = copyOf(browser)
    assert.equal((await thief.get(ME)).status, 200)
    await browser.submit('/sign-out')

    assert.equal((await thief.get(ME)).status, 401)
    assert.equal((await thief.visit('/connections')).status, 401)
    const page = await thief.get('/connections')
    assert.equal(page.headers.get('location'), '/sign-in')
  })

  test('signing in again ends the session that the browser had before', async ({ assert }) => {
    const { user, browser } = await signedInBrowser()
    const thief = copyOf(browser)
    await signIn(browser, user)

    assert.equal((await browser.get(ME)).status, 200)
    assert.equal((await thief.get(ME)).status, 401)
  })

  test('a new password ends the sessions in browsers', async ({ assert }) => {
    const { user, browser } = await signedInBrowser()
    const users = await app.container.make(UserService)
    await users.setPassword(user.email, 'another password')

    assert.equal((await browser.get(ME)).status, 401)
  })

  test('a session planted before signing in is not the one after it', async ({ assert }) => {
    const user = await UserFactory.create()
    const browser = new CookieClient()
    await browser.page('/sign-in')
    const planted = copyOf(browser)
    await signIn(browser, user)

    assert.equal((await planted.get(ME)).status, 401)
  })

  test('an API session is none for a browser, nor the other way round', async ({ assert }) => {
    const user = await UserFactory.create()
    const expiresAt = DateTime.utc().plus({ days: 1 })
    const api = await ApiSession.create({ userId: user.id, kind: 'api', generation: 0, expiresAt })
    const page = await ApiSession.create({
      ...{ userId: user.id, kind: 'page', generation: 0, expiresAt },
    })
    const token = await forgeToken({ sub: user.id, tid: user.tenantId, sid: page.id })

    assert.equal((await browserWith(api.id, Date.now()).get(ME)).status, 401)
    assert.equal((await browserWith(page.id, Date.now()).get(ME)).status, 200)
    const headers = { authorization: `Bearer ${token}` }
    assert.equal((await new CookieClient().get(ME, headers)).status, 401)
  })

  test('signing out twice is no error', async ({ assert }) => {
    const browser = new CookieClient()
    await browser.page('/sign-in')
    const response = await browser.post('/sign-out')

    assert.equal(response.headers.get('location'), '/sign-in')
  })
})

async function signedInBrowser(): Promise<{ user: User; browser: CookieClient }> {
  const user = await UserFactory.create()
  const browser = new CookieClient()
  await browser.page('/sign-in')
  await signIn(browser, user)
  return { user, browser }
}

const cookies = new CookieSerializer(encryption.use())

/** A browser whose session is genuine, but was used so many hours ago. */
async function browserLastSeen(hours: number, { id: userId }: User): Promise<CookieClient> {
  const expiresAt = DateTime.utc().plus({ days: 1 })
  const { id } = await ApiSession.create({ userId, kind: 'page', generation: 0, expiresAt })
  return browserWith(id, Date.now() - hours * 3_600_000)
}

function browserWith(rowId: string, lastSeenAt: number): CookieClient {
  const session = { auth_web: rowId, seen_at: lastSeenAt }
  const browser = new CookieClient()
  browser.keep('varlor_session', String(cookies.sign('varlor_session', SESSION_ID)))
  browser.keep(SESSION_ID, String(cookies.encrypt(SESSION_ID, session)))
  return browser
}

function copyOf(browser: CookieClient): CookieClient {
  const copy = new CookieClient()
  for (const [name, value] of browser.cookies()) copy.keep(name, value)
  return copy
}

function seenAt(browser: CookieClient): number {
  const session = cookies.decrypt(SESSION_ID, decodeURIComponent(browser.cookie(SESSION_ID) ?? ''))
  return (session as { seen_at: number }).seen_at
}

function signIn(browser: CookieClient, { email }: User, password = PASSWORD) {
  return browser.submit('/sign-in', { email, password })
}

function sessionId(browser: CookieClient): string | undefined {
  return browser.cookie('varlor_session')
}
