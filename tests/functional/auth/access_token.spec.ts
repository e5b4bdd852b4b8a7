import { test } from '@japa/runner'
import { UserFactory } from '#database/factories/user_factory'
import ApiSession from '#models/api_session'
import User from '#models/user'
import { forgeToken, forgeUnsigned, tamper, type Forgery } from '#tests/support/token_forge'
import { DateTime } from 'luxon'

const ME = '/api/v2/auth/me'

/** A user with a standing API session, and what a genuine token of theirs says. */
async function signedIn(tenant: { tenantId?: string } = {}) {
  const user = await UserFactory.merge(tenant).create()
  const expiresAt = DateTime.utc().plus({ days: 1 })
  const session = await ApiSession.create({
    userId: user.id,
    kind: 'api',
    generation: 0,
    expiresAt,
  })
  return { user, session, genuine: { sub: user.id, tid: user.tenantId, sid: session.id } }
}

test.group('Access token', () => {
  test('a genuine one says who asks', async ({ client }) => {
    const { user, genuine } = await signedIn()
    const response = await client.get(ME).bearerToken(await forgeToken(genuine))

    response.assertStatus(200)
    const { id, tenantId, email, fullName } = user
    response.assertBody({ data: { id, tenantId, email, fullName, role: 'editor' } })
  })

  const refused: Record<string, (genuine: Forgery) => string | Promise<string>> = {
    'an expired one': (genuine) => forgeToken({ ...genuine, issued: -960, expires: -1 }),
    'one without an end': (genuine) => forgeToken({ ...genuine, expires: null }),
    'one without a signature (alg none)': (genuine) => forgeUnsigned(genuine),
    'one signed with another algorithm': (genuine) => forgeToken({ ...genuine, alg: 'HS512' }),
    'one signed with another application key': (genuine) =>
      forgeToken({ ...genuine, appKey: 'another-key-another-key-another-key' }),
    'one signed with the key of refresh tokens': (genuine) =>
      forgeToken({ ...genuine, info: 'varlor refresh token' }),
    'one for another audience': (genuine) => forgeToken({ ...genuine, aud: 'varlor:refresh' }),
    'one from another issuer': (genuine) => forgeToken({ ...genuine, iss: 'somebody' }),
    'one of the type of refresh tokens': (genuine) => forgeToken({ ...genuine, typ: 'rt+jwt' }),
    'one of the common type JWT': (genuine) => forgeToken({ ...genuine, typ: 'JWT' }),
    'one with an altered header': async (genuine) => tamper(await forgeToken(genuine), 0),
    'one with an altered payload': async (genuine) => tamper(await forgeToken(genuine), 1),
    'one with an altered signature': async (genuine) => tamper(await forgeToken(genuine), 2),
    'one with a tenant that is not the user’s': (genuine) =>
      forgeToken({ ...genuine, tid: crypto.randomUUID() }),
    'one with a session that is not there': (genuine) =>
      forgeToken({ ...genuine, sid: crypto.randomUUID() }),
    'words': () => 'not-a-token',
    'an empty one': () => '',
  }
  for (const [what, make] of Object.entries(refused)) {
    test(`${what} is refused with 401`, async ({ client, assert }) => {
      const { genuine } = await signedIn()
      const response = await client.get(ME).header('authorization', `Bearer ${await make(genuine)}`)

      response.assertStatus(401)
      assert.equal(response.body().errors[0].code, 'E_INVALID_TOKEN')
      assert.equal(response.header('www-authenticate'), 'Bearer')
    })
  }

  test('no token at all is refused with 401', async ({ client }) => {
    const response = await client.get(ME)

    response.assertStatus(401)
    response.assertBodyContains({ errors: [{ code: 'E_UNAUTHORIZED_ACCESS' }] })
  })

  test('a colleague’s session does not carry a token', async ({ client }) => {
    const mine = await signedIn()
    const theirs = await signedIn({ tenantId: mine.user.tenantId })
    const token = await forgeToken({ ...mine.genuine, sid: theirs.session.id })

    const response = await client.get(ME).bearerToken(token)
    response.assertStatus(401)
  })

  test('it dies with its session, at once', async ({ client }) => {
    const { session, genuine } = await signedIn()
    const token = await forgeToken(genuine)
    await session.merge({ revokedAt: DateTime.utc() }).save()

    const response = await client.get(ME).bearerToken(token)
    response.assertStatus(401)
  })

  test('it dies with its user', async ({ client }) => {
    const { user, genuine } = await signedIn()
    const token = await forgeToken(genuine)
    await user.delete()

    const response = await client.get(ME).bearerToken(token)
    response.assertStatus(401)
  })

  test('a changed role counts from the next request on', async ({ client }) => {
    const { user, genuine } = await signedIn()
    const token = await forgeToken(genuine)
    await user.merge({ role: 'viewer' }).save()

    const response = await client.get(ME).bearerToken(token)
    response.assertBodyContains({ data: { role: 'viewer' } })
  })

  test('a role written into a token is not believed', async ({ client, assert }) => {
    const { user, genuine } = await signedIn()
    const token = await forgeToken({ ...genuine, ...{ role: 'admin' } })

    const response = await client.get(ME).bearerToken(token)
    assert.equal(response.body().data.role, (await User.findOrFail(user.id)).role)
    response.assertBodyContains({ data: { role: 'editor' } })
  })

  test('401 comes before the body is looked at', async ({ assert }) => {
    const response = await fetch(`http://127.0.0.1:${process.env.PORT}/api/v2/auth/logout`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{ this is not JSON',
    })
    assert.equal(response.status, 401)
  })
})
