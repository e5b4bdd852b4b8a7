import type { SecurityCase, SecurityGroup } from '#tests/security/case'
import { exchange, told, toldOf } from '#tests/security/http'
import type { World } from '#tests/security/world'

const ABSENT = '404 E_ROUTE_NOT_FOUND'
const UNKNOWN = '401 E_UNAUTHORIZED_ACCESS'

/** Other spellings of `/api/v2/connectors`, and of files, for somebody without a token. */
const PATHS: readonly [path: string, expected: string][] = [
  ['/api/v2/connectors/', UNKNOWN],
  ['/api/v2//connectors', ABSENT],
  ['//api/v2/connectors', '404'],
  ['/api//v2/connectors', ABSENT],
  ['/API/v2/connectors', '404'],
  ['/api/V2/connectors', ABSENT],
  ['/api/v2/Connectors', ABSENT],
  ['/api/v2/./connectors', ABSENT],
  ['/api/v2/auth/login/../../connectors', ABSENT],
  ['/api/v2/openapi.json/../connectors', ABSENT],
  ['/api/v2/%63onnectors', UNKNOWN],
  ['/api/v2/connectors%2f', ABSENT],
  ['/api/v2/..%2fv2%2fconnectors', ABSENT],
  ['/api/v2/connectors%00', ABSENT],
  ['/api/v2/connectors%0d%0aX-Injected:%20yes', ABSENT],
  ['/api/v2/connectors;a=b', ABSENT],
  ['/api/v2/connectors.json', ABSENT],
  ['/api/v2/connectors%', '400 E_BAD_REQUEST'],
  ['/api/v2/connectors/%ff', '400 E_BAD_REQUEST'],
  ['/assets/../package.json', '404'],
  ['/assets/%2e%2e/%2e%2e/package.json', '404'],
  ['/assets/..%2f..%2fpackage.json', '404'],
  ['/assets/..%5c..%5cpackage.json', '404'],
  ['/assets/....//....//package.json', '404'],
  ['/assets/%252e%252e%252fpackage.json', '404'],
  ['/assets/', '404'],
  ['/assets//etc/passwd', '404'],
  ['/docs/..%2fpackage.json', '404'],
  ['/docs/%2e%2e%2f%2e%2e%2f.env', '404'],
  ['/docs/package.json', '404'],
  ['/.env', '404'],
  ['/.git/config', '404'],
  ['/varlor.sqlite', '404'],
  ['/metrics', ABSENT],
]

/** What asks for another method than it says. */
const OVERRIDES: readonly [attack: string, headers: Record<string, string>, query: string][] = [
  ['`X-HTTP-Method-Override: DELETE`', { 'x-http-method-override': 'DELETE' }, ''],
  ['`X-HTTP-Method: DELETE`', { 'x-http-method': 'DELETE' }, ''],
  ['`X-Method-Override: DELETE`', { 'x-method-override': 'DELETE' }, ''],
  ['`?_method=DELETE`', {}, '?_method=DELETE'],
]

/** Names by which somebody says that we are another host. */
const HOSTS = ['host', 'x-forwarded-host', 'x-host', 'x-original-host', 'x-forwarded-server']

/** Methods that Node's parser knows, and we do not. */
const METHODS: Record<string, string> = {
  TRACE: '405 E_METHOD_NOT_ALLOWED',
  PROPFIND: '405 E_METHOD_NOT_ALLOWED',
  CONNECT: 'no answer',
}

const NOWHERE = 'no CORS header'

export const addressDoors: SecurityGroup = {
  title: 'Doors: addresses, methods and hosts',
  cases: [
    ...PATHS.map(([path, expected]): SecurityCase => ({
      attack: `\`GET ${path}\` without a token`,
      expected,
      run: async (world) => told(await world.send(path)),
    })),
    {
      attack: 'the whole URL in the request line',
      expected: '404',
      run: ({ product }) => onTheWire(product.origin, 'GET http://localhost/api/v2/connectors'),
    },
    {
      attack: 'the URL of another server in the request line (a proxy would go there)',
      expected: '404',
      run: async (world) => {
        const before = world.calls()
        const { origin } = world.product
        const line = `GET http://127.0.0.1:${world.secret.port}/`
        const outcome = await onTheWire(origin, line)
        return world.calls() === before ? outcome : 'it went there'
      },
    },
    ...OVERRIDES.map(([attack, headers, query]): SecurityCase => ({
      attack: `deleting with POST and ${attack}`,
      expected: '405 E_METHOD_NOT_ALLOWED, still there',
      run: (world) => overriding(world, headers, query),
    })),
    ...HOSTS.map((header): SecurityCase => ({
      attack: `an invitation whose link leads to the \`${header}\` of the request`,
      expected: 'leads to us',
      run: (world) => invitationLink(world, header),
    })),
    {
      attack: 'a preflight of another site (`OPTIONS`)',
      expected: `405 E_METHOD_NOT_ALLOWED, ${NOWHERE}`,
      run: (world) => fromElsewhere(world, 'OPTIONS', 'https://evil.example'),
    },
    ...['https://evil.example', 'null', 'http://127.0.0.1', 'http://localhost'].map(
      (origin): SecurityCase => ({
        attack: `a page of \`${origin}\` that reads with a token`,
        expected: `200, ${NOWHERE}`,
        run: (world) => fromElsewhere(world, 'GET', origin),
      })
    ),
    ...[...Object.keys(METHODS), 'DEBUG', 'get'].map((method): SecurityCase => ({
      attack: `the method \`${method}\``,
      expected: METHODS[method] ?? '400 E_BAD_REQUEST',
      run: ({ product }) => onTheWire(product.origin, `${method} /api/v2/connectors`),
    })),
  ],
}

async function onTheWire(origin: string, line: string): Promise<string> {
  return toldOf(await exchange(origin, `${line} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`))
}

async function overriding(world: World, headers: Record<string, string>, query: string) {
  const path = `/api/v2/connectors/${await world.ours.connection()}`
  const authorization = `Bearer ${world.admin.token}`
  const body = { _method: 'DELETE' }
  const answer = await world.send(path + query, {
    method: 'POST',
    headers: { authorization, ...headers },
    body,
  })
  const left = await world.send(path, { headers: { authorization } })
  return `${told(answer)}, ${left.status === 200 ? 'still there' : 'gone'}`
}

async function invitationLink(world: World, header: string): Promise<string> {
  const { admin, product } = world
  const headers = { authorization: `Bearer ${admin.token}`, [header]: 'evil.example' }
  const body = { email: `${header}@example.com`, role: 'viewer' }
  const options = { method: 'POST', headers, body }
  const { text } = await world.send('/api/v2/invitations', options)
  const { url } = JSON.parse(text).data
  return String(url).startsWith(`${product.origin}/`) ? 'leads to us' : String(url)
}

async function fromElsewhere(world: World, method: string, origin: string): Promise<string> {
  const headers = {
    'authorization': `Bearer ${world.admin.token}`,
    origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization',
  }
  const answer = await world.send('/api/v2/connectors', { method, headers })
  const allowed = [...answer.headers.keys()].filter((name) => name.startsWith('access-control-'))
  return `${told(answer)}, ${allowed.join(', ') || NOWHERE}`
}
