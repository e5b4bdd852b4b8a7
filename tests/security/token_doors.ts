import { createHmac } from 'node:crypto'
import { base64url } from 'jose'
import { apiTokenText } from '#services/auth/secret_texts'
import type { SecurityCase, SecurityGroup } from '#tests/security/case'
import { told } from '#tests/security/http'
import { addressOf, type Operation, together } from '#tests/security/operations'
import type { World } from '#tests/security/world'
import { type Forgery, forgeToken, forgeUnsigned, tamper } from '#tests/support/token_forge'

const REFUSED = 'every route: 401 E_INVALID_TOKEN'
const UNKNOWN = 'every route: 401 E_UNAUTHORIZED_ACCESS'

/** Values of the Authorization header that let nobody in, wherever. */
const VALUES: readonly [attack: string, make: (world: World) => string | Promise<string>][] = [
  ['`Bearer` without a token', () => 'Bearer '],
  ['nonsense for a token', () => 'Bearer nonsense'],
  ['`Bearer null`', () => 'Bearer null'],
  ['a token of 8 kB', () => `Bearer ${'a'.repeat(8_000)}`],
  ['an access token cut by one character', ({ admin }) => `Bearer ${admin.token.slice(0, -1)}`],
  ['an access token with another header', ({ admin }) => `Bearer ${tamper(admin.token, 0)}`],
  ['an access token with other claims', ({ admin }) => `Bearer ${tamper(admin.token, 1)}`],
  ['an access token with another signature', ({ admin }) => `Bearer ${tamper(admin.token, 2)}`],
  ['an access token without a signature', ({ admin }) => `Bearer ${unsigned(admin.token)}`],
  ['an access token twice', ({ admin }) => `Bearer ${admin.token}, Bearer ${admin.token}`],
  ['an expired access token', forged({ issued: -1_000, expires: -100 })],
  ['an access token without an end', forged({ expires: null })],
  ['an access token signed with another key', forged({ appKey: 'x'.repeat(43) })],
  ['one signed with the application’s key itself', plainly((world) => appKey(world))],
  ['one signed with an empty key', plainly(() => '')],
  ['one signed with the public word `varlor`', plainly(() => 'varlor')],
  ['one for another audience', forged({ aud: 'varlor:refresh' })],
  ['one of another issuer', forged({ iss: 'somebody' })],
  ['one of another type', forged({ typ: 'JWT' })],
  ['one with `alg: HS512`', forged({ alg: 'HS512' })],
  ['one with `alg: none`', (world) => `Bearer ${forgeUnsigned(claimsOf(world))}`],
  ['one with `alg: nOnE`', plainly(() => '', { alg: 'nOnE' })],
  ['one whose `kid` is a path to an empty file', plainly(() => '', { kid: '../../../dev/null' })],
  ['one whose `kid` is SQL', plainly(() => 'x', { kid: "' union select 'x" })],
  ['one that brings its key (`jwk`)', plainly(() => 'k', { jwk: { kty: 'oct', k: 'aw' } })],
  ['one that says where its key is (`jku`)', plainly(() => 'k', { jku: 'http://127.0.0.1/' })],
  ['one with a critical extension (`crit`)', plainly(() => '', { crit: ['b64'], b64: false })],
  ['a refresh token for an access token', ({ admin }) => `Bearer ${admin.refreshToken}`],
  ['an API token that nobody made, checksum and all', () => `Bearer ${apiTokenText.generate()}`],
  ['an API token with a wrong checksum', () => `Bearer vlr_${'0'.repeat(49)}`],
  ['an API token cut by one character', async ({ ours }) => bearerOf(await ours.token(), -1)],
  ['an API token of 8 kB', () => `Bearer vlr_${'0'.repeat(8_000)}`],
  ['a revoked API token', revoked],
  ['an expired API token', expired],
  ['an access token after logout', loggedOut],
  ['an access token whose refresh token was used twice', reused],
]

/** Places where a good token means nothing. */
const PLACES: readonly [attack: string, place: (token: string) => Record<string, string>][] = [
  ['a good token with the scheme `Basic`', (token) => ({ authorization: `Basic ${token}` })],
  ['a good token without a scheme', (token) => ({ authorization: token })],
  ['a good token in a cookie', (token) => ({ cookie: `token=${token}; varlor_session=${token}` })],
  ['a good token in `X-Access-Token`', (token) => ({ 'x-access-token': token })],
  ['`X-Forwarded-User: admin`', () => ({ 'x-forwarded-user': 'admin', 'x-remote-user': 'admin' })],
  ['`X-Original-URL` of an open route', () => ({ 'x-original-url': '/api/v2/openapi.json' })],
]

export const tokenDoors: SecurityGroup = {
  title: 'Doors: tokens',
  cases: [
    { attack: 'no token', expected: UNKNOWN, run: (world) => everywhere(world, {}) },
    ...VALUES.map(([attack, make]): SecurityCase => ({
      attack,
      expected: REFUSED,
      run: async (world) => everywhere(world, { authorization: await make(world) }),
    })),
    ...PLACES.map(([attack, place]): SecurityCase => ({
      attack,
      expected: UNKNOWN,
      run: (world) => everywhere(world, place(world.admin.token)),
    })),
    {
      attack: 'a good token in the query',
      expected: UNKNOWN,
      run: (world) => everywhere(world, {}, (path) => withToken(path, world.admin.token)),
    },
    {
      attack: 'a refresh token twice',
      expected: '200, then 401 E_INVALID_TOKEN; the session of the first: 401 E_INVALID_TOKEN',
      run: refreshTwice,
    },
    {
      attack: 'an access token for a refresh token',
      expected: '401 E_INVALID_TOKEN',
      run: async (world) => told(await refresh(world, world.viewer.token)),
    },
    {
      attack: 'an API token for what it has no ability for',
      expected: '403 E_TOKEN_ABILITY',
      run: async (world) => {
        const token = await world.ours.token()
        return told(await world.api(token, 'POST', '/connectors/export', { masked: true }))
      },
    },
    {
      attack: 'an API token that makes another',
      expected: '403 E_TOKEN_ABILITY',
      run: async (world) => told(await world.api(await world.ours.token(), 'POST', '/tokens', {})),
    },
    {
      attack: 'the tokens of somebody who was just deactivated',
      expected: 'access 401 E_INVALID_TOKEN, refresh 401 E_INVALID_TOKEN',
      run: deactivated,
    },
  ],
}

async function everywhere(
  world: World,
  headers: Record<string, string>,
  spelled = (path: string) => path
): Promise<string> {
  const guarded = world.operations.filter(({ isOpen }) => !isOpen)
  const one = async (operation: Operation) => {
    const { method, path } = operation
    const answer = await world.send(spelled(`/api/v2${addressOf(operation)}`), { method, headers })
    return [`${method} ${path}`, told(answer)] as const
  }
  return `every route: ${together(await Promise.all(guarded.map(one)))}`
}

function withToken(path: string, token: string): string {
  return `${path}${path.includes('?') ? '&' : '?'}access_token=${token}&token=${token}`
}

function claimsOf({ admin }: World): Pick<Forgery, 'sub' | 'tid' | 'sid'> {
  return JSON.parse(Buffer.from(admin.token.split('.')[1] ?? '', 'base64url').toString())
}

function appKey({ product }: World): string {
  return String(product.environment.APP_KEY)
}

function forged(forgery: Partial<Forgery>) {
  return async (world: World) => {
    const token = await forgeToken({ appKey: appKey(world), ...claimsOf(world), ...forgery })
    return `Bearer ${token}`
  }
}

/** Signed by hand, with whatever is in its header. */
function plainly(keyOf: (world: World) => string, more: Record<string, unknown> = {}) {
  return (world: World) => {
    const [, payload = ''] = world.admin.token.split('.')
    const header = base64url.encode(JSON.stringify({ alg: 'HS256', typ: 'at+jwt', ...more }))
    const key = keyOf(world)
    const signed = createHmac('sha256', key).update(`${header}.${payload}`).digest('base64url')
    return `Bearer ${header}.${payload}.${key === '' && more.alg ? '' : signed}`
  }
}

function unsigned(token: string): string {
  return `${token.split('.').slice(0, 2).join('.')}.`
}

function bearerOf({ token }: { token: string }, end?: number): string {
  return `Bearer ${token.slice(0, end)}`
}

async function revoked(world: World): Promise<string> {
  const token = await world.ours.newToken()
  await world.give(world.admin, 'DELETE', `/tokens/${token.id}`)
  return bearerOf(token)
}

async function expired(world: World): Promise<string> {
  const token = await world.ours.newToken()
  world.change('update api_tokens set expires_at = ? where id = ?', '2020-01-01 00:00:00', token.id)
  return bearerOf(token)
}

async function loggedOut(world: World): Promise<string> {
  const session = await world.logIn(world.viewer)
  await world.give(session, 'POST', '/auth/logout')
  return bearerOf(session)
}

async function reused(world: World): Promise<string> {
  const session = await world.logIn(world.viewer)
  for (let count = 0; count < 2; count++) await refresh(world, session.refreshToken)
  return bearerOf(session)
}

function refresh(world: World, refreshToken: string) {
  return world.send('/api/v2/auth/refresh', { method: 'POST', body: { refreshToken } })
}

async function refreshTwice(world: World): Promise<string> {
  const session = await world.logIn(world.viewer)
  const first = await refresh(world, session.refreshToken)
  const second = await refresh(world, session.refreshToken)
  const me = await world.api({ token: JSON.parse(first.text).data.token }, 'GET', '/auth/me')
  return `${told(first)}, then ${told(second)}; the session of the first: ${told(me)}`
}

async function deactivated(world: World): Promise<string> {
  const session = await world.ours.departed()
  const access = await world.api(session, 'GET', '/connectors')
  const renewed = await refresh(world, session.refreshToken)
  return `access ${told(access)}, refresh ${told(renewed)}`
}
