import { createHook } from 'node:async_hooks'
import { setImmediate } from 'node:timers/promises'
import app from '@adonisjs/core/services/app'
import limiter from '@adonisjs/limiter/services/main'
import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { AuditChains } from '#audit/audit_chains'
import { AuditTrail } from '#audit/audit_trail'
import { PASSWORD, UserFactory } from '#database/factories/user_factory'
import ApiSession from '#models/api_session'
import AuditEvent from '#models/audit_event'
import User from '#models/user'
import { hashSlots } from '#services/auth/hash_slots'
import { SessionRows } from '#services/auth/session_rows'
import { SYSTEM } from '#services/system_actor'
import { logged } from '#tests/support/logged'
import { Vault } from '#vault/vault'

const LOGIN = '/api/v2/auth/login'

test.group('Login by API', (group) => {
  group.each.setup(() => limiter.clear())

  test('the right password gives tokens and the user', async ({ client, assert }) => {
    const user = await UserFactory.create()
    const email = ` ${user.email.toUpperCase()} `
    const response = await client.post(LOGIN).json({ email, password: PASSWORD })

    response.assertStatus(200)
    const { data } = response.body()
    assert.sameMembers(Object.keys(data), ['token', 'refreshToken', 'expiresAt', 'user'])
    assert.deepEqual(data.user, {
      id: user.id,
      tenantId: user.tenantId,
      email: user.email,
      fullName: user.fullName,
      role: 'editor',
    })
    assert.closeTo((Date.parse(data.expiresAt) - Date.now()) / 60_000, 15, 0.5)
    assert.match(data.expiresAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    await user.refresh()
    assert.isNotNull(user.lastLoginAt)
  })

  test('a login sets no cookies for programs', async ({ assert }) => {
    const user = await UserFactory.create()
    const response = await post(LOGIN, { email: user.email, password: PASSWORD })

    assert.equal(response.status, 200)
    assert.isEmpty(response.headers.getSetCookie())
    assert.equal(response.headers.get('x-content-type-options'), 'nosniff')
  })

  test('an unknown email and a wrong password get the same answer', async ({ assert }) => {
    const user = await UserFactory.create()
    const wrong = await post(LOGIN, { email: user.email, password: 'wrong password' })
    const unknown = await post(LOGIN, { email: 'nobody@example.com', password: 'wrong password' })

    assert.equal(wrong.status, 401)
    assert.equal(unknown.status, 401)
    const bodies = [await wrong.json(), await unknown.json()] as { requestId: string }[]
    const [first, second] = bodies.map(({ requestId, ...rest }) => rest)
    assert.deepEqual(first, second)
    assert.containSubset(bodies[0], { errors: [{ code: 'E_INVALID_CREDENTIALS' }] })
    const names = [wrong, unknown].map(({ headers }) => [...headers.keys()].sort())
    assert.deepEqual(names[0], names[1])
  })

  test('an unknown email costs as many password hashes as a wrong password', async ({ assert }) => {
    const user = await UserFactory.create()
    // The key of the team's trail is derived by scrypt too, once.
    await post(LOGIN, { email: user.email, password: 'wrong' })
    await post(LOGIN, { email: 'no@one.com', password: 'wrong' })
    await toldTeam(user)
    const wrong = await countHashes(() => post(LOGIN, { email: user.email, password: 'wrong' }))
    const unknown = await countHashes(() => post(LOGIN, { email: 'no@one.com', password: 'wrong' }))

    assert.equal(wrong, 1)
    assert.equal(unknown, 1)
  })

  test('somebody who was deactivated gets the same answer for the same work', async ({
    assert,
  }) => {
    const user = await UserFactory.create()
    const wrong = await post(LOGIN, { email: user.email, password: 'wrong' })
    await toldTeam(user)
    await user.merge({ deactivatedAt: DateTime.utc() }).save()
    const hashes = await countHashes(async () => {
      const right = await post(LOGIN, { email: user.email, password: PASSWORD })

      assert.equal(right.status, 401)
      const bodies = [await wrong.json(), await right.json()] as { requestId: string }[]
      const [first, second] = bodies.map(({ requestId, ...rest }) => rest)
      assert.deepEqual(first, second)
    })
    assert.equal(hashes, 1)
    await user.refresh()
    assert.isNull(user.lastLoginAt)
  })

  test('who changed or lost the right to sign in while the password was checked gets no session', async ({
    assert,
  }) => {
    const user = await UserFactory.create()
    const sessions = await app.container.make(SessionRows)
    const seen = await User.findOrFail(user.id)
    await user.merge({ password: 'another password' }).save()
    await assert.rejects(() => sessions.open('api', seen), 'Invalid user credentials')

    const again = await User.findOrFail(user.id)
    await user.merge({ deactivatedAt: DateTime.utc() }).save()
    await assert.rejects(() => sessions.open('page', again), 'Invalid user credentials')
    assert.isEmpty(await ApiSession.findManyBy('userId', user.id))
  })

  test('a login sweeps ended sessions away, and no others', async ({ assert }) => {
    const user = await UserFactory.create()
    const at = (days: number) => DateTime.utc().plus({ days })
    const make = (expiresAt: DateTime) =>
      ApiSession.create({ userId: user.id, kind: 'page', generation: 0, expiresAt })
    const ended = await make(at(-1))
    const standing = await make(at(1))
    await post(LOGIN, { email: user.email, password: PASSWORD })

    const left = (await ApiSession.findManyBy('userId', user.id)).map(({ id }) => id)
    assert.notInclude(left, ended.id)
    assert.include(left, standing.id)
  })

  test('when too many are signing in, the next is told to come back, and nobody is counted', async ({
    assert,
  }) => {
    const user = await UserFactory.create()
    const gate = Promise.withResolvers<void>()
    const others = Array.from({ length: 66 }, () => hashSlots.run(() => gate.promise))
    for (let attempt = 0; attempt < 7; attempt++) {
      const response = await post(LOGIN, { email: user.email, password: PASSWORD })
      assert.equal(response.status, 503)
      assert.isAbove(Number(response.headers.get('retry-after')), 0)
    }
    gate.resolve()
    await Promise.all(others)

    const response = await post(LOGIN, { email: user.email, password: PASSWORD })
    assert.equal(response.status, 200)
  })

  test('missing, unknown and endless fields are refused, and named', async ({ client }) => {
    const missing = await client.post(LOGIN).json({ email: 'a@example.com' })
    missing.assertStatus(422)
    missing.assertBodyContains({ errors: [{ code: 'E_REQUIRED', field: 'password' }] })

    const endless = await client.post(LOGIN).json({ email: 'a@b.de', password: 'x'.repeat(513) })
    endless.assertStatus(422)
    endless.assertBodyContains({ errors: [{ field: 'password' }] })

    // PostgreSQL as application database would fail on it.
    const zero = await client.post(LOGIN).json({ email: 'a\0@b.de', password: 'x' })
    zero.assertStatus(422)
    zero.assertBodyContains({ errors: [{ field: 'email' }] })

    const body = { email: 'a@example.com', password: 'x', role: 'admin' }
    const unknown = await client.post(LOGIN).json(body)
    unknown.assertStatus(422)
    unknown.assertBodyContains({ errors: [{ code: 'E_UNKNOWN_FIELD', field: 'role' }] })
  })

  test('logins and failed logins are on the audit trail', async ({ client, assert }) => {
    const user = await UserFactory.create()
    await client.post(LOGIN).json({ email: user.email, password: 'wrong password' })
    const ok = await client.post(LOGIN).json({ email: user.email, password: PASSWORD })
    await client.post(LOGIN).json({ email: `not-${user.email}`, password: PASSWORD })
    await toldTeam(user)

    const events = await eventsOf(user.email)
    const failed = events.find(({ outcome, tenantId }) => outcome === 'failure' && tenantId)
    const succeeded = events.find(({ outcome }) => outcome === 'success')
    assert.containSubset(failed, {
      action: 'session.login',
      outcome: 'failure',
      code: 'E_INVALID_CREDENTIALS',
      tenantId: user.tenantId,
      actorId: null,
      ip: '127.0.0.1',
    })
    assert.containSubset(succeeded, {
      action: 'session.login',
      outcome: 'success',
      tenantId: user.tenantId,
      actorId: user.id,
      requestId: ok.header('x-request-id'),
    })
    assert.isNumber(succeeded?.durationMs)
    const [unknown] = await eventsOf(`not-${user.email}`)
    assert.containSubset(unknown, { outcome: 'failure', tenantId: null, actorId: null })
  })

  test('a failed login waits for the same event whether anybody has the email or not', async ({
    assert,
    cleanup,
  }) => {
    const user = await UserFactory.create()
    const gate = Promise.withResolvers<void>()
    class ColdChains extends AuditChains {
      async obtain(chainId: string) {
        if (chainId === user.tenantId) await gate.promise
        return super.obtain(chainId)
      }
    }
    const trail = new AuditTrail(new ColdChains(await app.container.make(Vault)))
    app.container.swap(AuditTrail, () => trail)
    cleanup(() => app.container.restore(AuditTrail))
    const answer = await post(LOGIN, { email: user.email, password: 'wrong password' })

    assert.equal(answer.status, 401)
    const before = await eventsOf(user.email)
    assert.deepEqual(
      before.map(({ tenantId, outcome }) => [tenantId, outcome]),
      [[null, 'failure']]
    )
    gate.resolve()
    await toldTeam(user)
    const after = (await eventsOf(user.email)).map(({ tenantId }) => tenantId)
    assert.sameMembers(after, [null, user.tenantId])
  })

  test('a failed login that cannot be told to the team is told to the operator', async ({
    assert,
    cleanup,
  }) => {
    const user = await UserFactory.create()
    class LostChains extends AuditChains {
      async obtain(chainId: string) {
        if (chainId === user.tenantId) throw new Error('The chain is gone')
        return super.obtain(chainId)
      }
    }
    const trail = new AuditTrail(new LostChains(await app.container.make(Vault)))
    app.container.swap(AuditTrail, () => trail)
    cleanup(() => app.container.restore(AuditTrail))
    const lines = await logged(async () => {
      const answer = await post(LOGIN, { email: user.email, password: 'wrong password' })
      assert.equal(answer.status, 401)
      await setImmediate()
    })

    assert.include(lines, 'a team was not told of a failed login')
    assert.include(lines, user.tenantId)
    assert.lengthOf(await eventsOf(user.email), 1)
  })

  test('an indecent request id is replaced before it reaches the trail', async ({
    client,
    assert,
  }) => {
    const user = await UserFactory.create()
    const login = (id: string) =>
      client.post(LOGIN).header('x-request-id', id).json({ email: user.email, password: PASSWORD })
    const kept = await login('trace-0123.abc')
    const replaced = await login('x'.repeat(65))

    const ids = (await eventsOf(user.email)).map(({ requestId }) => requestId)
    assert.deepEqual(ids, ['trace-0123.abc', replaced.header('x-request-id')])
    assert.equal(kept.header('x-request-id'), 'trace-0123.abc')
    assert.lengthOf(String(replaced.header('x-request-id')), 36)
  })

  test('no answer and no audit row contains the password', async ({ client, assert }) => {
    const user = await UserFactory.create()
    const secret = 'pa55word-that-must-not-show'
    const response = await client.post(LOGIN).json({ email: user.email, password: secret })

    assert.notInclude(response.text(), secret)
    const rows = await AuditEvent.all()
    assert.notInclude(JSON.stringify(rows), secret)
  })
})

test.group('Login throttle', (group) => {
  group.each.setup(() => limiter.clear())
  group.each.teardown(() => limiter.clear())

  test('the sixth failure for one email is refused with Retry-After', async ({
    client,
    assert,
  }) => {
    const user = await UserFactory.create()
    await failTimes(5, user)
    const response = await client.post(LOGIN).json({ email: user.email, password: PASSWORD })

    response.assertStatus(429)
    response.assertBodyContains({ errors: [{ code: 'E_TOO_MANY_REQUESTS' }] })
    const seconds = Number(response.header('retry-after'))
    assert.isAbove(seconds, 0)
    assert.isAtMost(seconds, 15 * 60)
  })

  test('another email from the same address is not refused', async ({ client }) => {
    const user = await UserFactory.create()
    const other = await UserFactory.create()
    await failTimes(5, user)
    const response = await client.post(LOGIN).json({ email: other.email, password: PASSWORD })

    response.assertStatus(200)
  })

  test('a right password forgets the failures before it', async ({ client }) => {
    const user = await UserFactory.create()
    await failTimes(4, user)
    await client.post(LOGIN).json({ email: user.email, password: PASSWORD })
    await failTimes(4, user)
    const response = await client.post(LOGIN).json({ email: user.email, password: PASSWORD })

    response.assertStatus(200)
  })

  test('right passwords do not count', async ({ client }) => {
    const user = await UserFactory.create()
    for (let attempt = 0; attempt < 7; attempt++) {
      const response = await client.post(LOGIN).json({ email: user.email, password: PASSWORD })
      response.assertStatus(200)
    }
  })

  test('attempts at the same moment get no further than one after another', async ({ assert }) => {
    const user = await UserFactory.create()
    const attempts = Array.from({ length: 12 }, () =>
      post(LOGIN, { email: user.email, password: 'wrong password' })
    )
    const statuses = (await Promise.all(attempts)).map(({ status }) => status)

    assert.lengthOf(
      statuses.filter((status) => status === 401),
      5
    )
    assert.lengthOf(
      statuses.filter((status) => status === 429),
      7
    )
  })
})

function post(path: string, body: unknown): Promise<Response> {
  return fetch(`http://127.0.0.1:${process.env.PORT}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

async function failTimes(times: number, { email }: User): Promise<void> {
  for (let attempt = 0; attempt < times; attempt++) {
    const { status } = await post(LOGIN, { email, password: 'wrong password' })
    if (status !== 401) throw new Error(`Expected a refusal, got ${status}`)
  }
}

/** Events of one chain are written in their order: once this one is, those before it are. */
async function toldTeam({ tenantId }: User) {
  const trail = await app.container.make(AuditTrail)
  await trail.record({ ...SYSTEM, tenantId, action: 'audit.export' })
}

function eventsOf(email: string): Promise<AuditEvent[]> {
  return AuditEvent.query().where('actor_email', email).orderBy('id')
}

/** Counts real scrypt jobs of this process, in which the server runs. */
async function countHashes(work: () => Promise<unknown>): Promise<number> {
  let count = 0
  const hook = createHook({
    init: (_id, type) => {
      if (type === 'SCRYPTREQUEST') count++
    },
  }).enable()
  await work()
  hook.disable()
  return count
}
