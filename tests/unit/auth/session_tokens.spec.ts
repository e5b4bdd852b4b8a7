import { test } from '@japa/runner'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { SessionTokens } from '#services/auth/session_tokens'
import { tamper } from '#tests/support/token_forge'

const APP_KEY = 'an-application-key-of-some-length'
const WHO = { userId: 'u', tenantId: 't', sessionId: 's' }
const YEAR = 365 * 24 * 60 * 60

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000)

test.group('Session tokens', () => {
  test('an access token comes back as it was signed', async ({ assert }) => {
    const tokens = new SessionTokens(APP_KEY)
    const { token } = await tokens.signAccess(WHO, inSeconds(YEAR))

    assert.deepEqual(await tokens.verifyAccess(token), WHO)
  })

  test('a refresh token comes back as it was signed', async ({ assert }) => {
    const tokens = new SessionTokens(APP_KEY)
    const { token } = await tokens.signRefresh({ sessionId: 's', generation: 7 }, inSeconds(YEAR))

    assert.deepEqual(await tokens.verifyRefresh(token), { sessionId: 's', generation: 7 })
  })

  test('another process with the same application key believes it', async ({ assert }) => {
    const { token } = await new SessionTokens(APP_KEY).signAccess(WHO, inSeconds(YEAR))

    assert.deepEqual(await new SessionTokens(APP_KEY).verifyAccess(token), WHO)
    assert.isNull(await new SessionTokens(`${APP_KEY}!`).verifyAccess(token))
  })

  test('neither kind passes for the other', async ({ assert }) => {
    const tokens = new SessionTokens(APP_KEY)
    const access = await tokens.signAccess(WHO, inSeconds(YEAR))
    const refresh = await tokens.signRefresh({ sessionId: 's', generation: 0 }, inSeconds(YEAR))

    assert.isNull(await tokens.verifyRefresh(access.token))
    assert.isNull(await tokens.verifyAccess(refresh.token))
  })

  test('an altered part spoils it', async ({ assert }) => {
    const tokens = new SessionTokens(APP_KEY)
    const { token } = await tokens.signAccess(WHO, inSeconds(YEAR))

    for (const part of [0, 1, 2] as const) {
      assert.isNull(await tokens.verifyAccess(tamper(token, part)))
    }
  })

  test('words, halves and emptiness are refused, not thrown at', async ({ assert }) => {
    const tokens = new SessionTokens(APP_KEY)

    for (const token of ['', 'words', 'a.b', 'a.b.c', '..', 'a.b.c.d.e', 'é.ü.ö']) {
      assert.isNull(await tokens.verifyAccess(token))
      assert.isNull(await tokens.verifyRefresh(token))
    }
  })

  test('it ends after 15 minutes, and never after its session', async ({ assert }) => {
    const tokens = new SessionTokens(APP_KEY)
    const long = await tokens.signAccess(WHO, inSeconds(YEAR))
    const short = await tokens.signAccess(WHO, inSeconds(60))

    assert.closeTo((long.expiresAt.getTime() - Date.now()) / 1000, 900, 2)
    assert.closeTo((short.expiresAt.getTime() - Date.now()) / 1000, 60, 2)
    assert.equal(decodeJwt(short.token).exp, short.expiresAt.getTime() / 1000)
    const { token } = await tokens.signAccess(WHO, inSeconds(-1))
    assert.isNull(await tokens.verifyAccess(token))
  })

  test('it carries ids only, and says its algorithm and type', async ({ assert }) => {
    const { token } = await new SessionTokens(APP_KEY).signAccess(WHO, inSeconds(YEAR))

    assert.deepEqual(decodeProtectedHeader(token), { alg: 'HS256', typ: 'at+jwt' })
    const { iat, exp, ...claims } = decodeJwt(token)
    assert.deepEqual(claims, { sub: 'u', tid: 't', sid: 's', iss: 'varlor', aud: 'varlor:api' })
    assert.equal(Number(exp) - Number(iat), 900)
  })
})
