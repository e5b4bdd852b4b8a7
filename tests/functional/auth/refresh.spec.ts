import limiter from '@adonisjs/limiter/services/main'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { DateTime } from 'luxon'
import { PASSWORD, UserFactory } from '#database/factories/user_factory'
import ApiSession from '#models/api_session'
import AuditEvent from '#models/audit_event'
import { decodeJwt } from 'jose'

interface Tokens {
  token: string
  refreshToken: string
}

test.group('Refresh token', (group) => {
  group.each.setup(() => limiter.clear())

  test('it is exchanged for a new pair, and the old access token goes on to its end', async ({
    client,
    assert,
  }) => {
    const { tokens } = await login(client)
    const response = await refresh(client, tokens.refreshToken)

    response.assertStatus(200)
    const next = response.body().data
    assert.sameMembers(Object.keys(next), ['token', 'refreshToken', 'expiresAt', 'user'])
    assert.notEqual(next.refreshToken, tokens.refreshToken)
    assert.equal(await statusOf(client, next.token), 200)
    assert.equal(await statusOf(client, tokens.token), 200)
  })

  test('a chain of refreshes stays one session', async ({ client, assert }) => {
    const { user, tokens } = await login(client)
    let current = tokens.refreshToken
    for (let times = 0; times < 4; times++) {
      const response = await refresh(client, current)
      response.assertStatus(200)
      current = response.body().data.refreshToken
    }
    const sessions = await ApiSession.query().where('user_id', user.id)
    assert.lengthOf(sessions, 1)
    assert.equal(sessions[0]?.generation, 4)
  })

  test('a used one ends the session for everybody who holds a copy', async ({ client, assert }) => {
    const { user, tokens } = await login(client)
    const next = (await refresh(client, tokens.refreshToken)).body().data
    const reused = await refresh(client, tokens.refreshToken)

    reused.assertStatus(401)
    reused.assertBodyContains({ errors: [{ code: 'E_INVALID_TOKEN' }] })
    assert.equal(await statusOf(client, next.token), 401)
    const response = await refresh(client, next.refreshToken)
    response.assertStatus(401)

    const events = await AuditEvent.query().where('actor_id', user.id).orderBy('id')
    assert.deepEqual(
      events.map(({ action, outcome }) => `${action} ${outcome}`),
      ['session.login success', 'session.refresh success', 'session.reuse_detected denied']
    )
  })

  test('of many who present the same one at the same moment, exactly one wins', async ({
    client,
    assert,
  }) => {
    const { user, tokens } = await login(client)
    const responses = await Promise.all(
      Array.from({ length: 8 }, () => refresh(client, tokens.refreshToken))
    )
    const statuses = responses.map((response) => response.status()).sort()

    assert.deepEqual(statuses, [200, 401, 401, 401, 401, 401, 401, 401])
    const session = await ApiSession.findByOrFail('user_id', user.id)
    assert.equal(session.generation, 1)
    assert.isNotNull(session.revokedAt)
    const reuses = await AuditEvent.query().where({
      actor_id: user.id,
      action: 'session.reuse_detected',
    })
    assert.lengthOf(reuses, 1)
  })

  test('it lives 30 days, never past the session', async ({ client, assert }) => {
    const { user, tokens } = await login(client)
    const session = await ApiSession.findByOrFail('user_id', user.id)
    assert.closeTo(session.expiresAt.diffNow('days').days, 90, 0.01)
    assert.closeTo(daysOf(tokens.refreshToken), 30, 0.01)

    await session.merge({ expiresAt: DateTime.utc().plus({ minutes: 5 }) }).save()
    const next: Tokens = (await refresh(client, tokens.refreshToken)).body().data
    assert.closeTo(daysOf(next.refreshToken) * 24 * 60, 5, 0.1)
    assert.closeTo(daysOf(next.token) * 24 * 60, 5, 0.1)
  })

  test('an access token is no refresh token, nor the other way round', async ({
    client,
    assert,
  }) => {
    const { tokens } = await login(client)

    const response = await refresh(client, tokens.token)
    response.assertStatus(401)
    assert.equal(await statusOf(client, tokens.refreshToken), 401)
    assert.equal(await statusOf(client, tokens.token), 200)
  })

  test('words and missing ones are refused', async ({ client }) => {
    const words = await refresh(client, 'not-a-token')
    words.assertStatus(401)
    const missing = await client.post('/api/v2/auth/refresh').json({})
    missing.assertStatus(422)
    missing.assertBodyContains({ errors: [{ field: 'refreshToken' }] })
  })
})

test.group('Logout by API', (group) => {
  group.each.setup(() => limiter.clear())

  test('access and refresh token are dead at once', async ({ client, assert }) => {
    const { user, tokens } = await login(client)
    const response = await client.post('/api/v2/auth/logout').bearerToken(tokens.token)

    response.assertStatus(204)
    assert.equal(await statusOf(client, tokens.token), 401)
    const refreshed = await refresh(client, tokens.refreshToken)
    refreshed.assertStatus(401)
    const event = await AuditEvent.query()
      .where({ actor_id: user.id, action: 'session.logout' })
      .firstOrFail()
    const session = await ApiSession.findByOrFail('user_id', user.id)
    assert.containSubset(event, { targetType: 'session', targetId: session.id, outcome: 'success' })
  })

  test('other sessions of the same user stand', async ({ client, assert }) => {
    const { user, tokens } = await login(client)
    const body = { email: user.email, password: PASSWORD }
    const other: Tokens = (await client.post('/api/v2/auth/login').json(body)).body().data
    await client.post('/api/v2/auth/logout').bearerToken(tokens.token)

    assert.equal(await statusOf(client, other.token), 200)
  })
})

async function login(client: ApiClient) {
  const user = await UserFactory.create()
  const body = { email: user.email, password: PASSWORD }
  const response = await client.post('/api/v2/auth/login').json(body)
  return { user, tokens: response.body().data as Tokens }
}

function refresh(client: ApiClient, refreshToken: string) {
  return client.post('/api/v2/auth/refresh').json({ refreshToken })
}

async function statusOf(client: ApiClient, token: string): Promise<number> {
  return (await client.get('/api/v2/auth/me').bearerToken(token)).status()
}

/** Days until a token ends. */
function daysOf(token: string): number {
  const { exp = 0 } = decodeJwt(token)
  return (exp - Date.now() / 1000) / 86_400
}
