import type { SecurityCase, SecurityGroup } from '#tests/security/case'
import { exchange } from '#tests/security/http'
import type { World } from '#tests/security/world'

const ALWAYS: Record<string, RegExp> = {
  'x-content-type-options': /^nosniff$/,
  'x-frame-options': /^DENY$/,
  'referrer-policy': /^(same-origin|no-referrer)$/,
  'permissions-policy': /camera=\(\)/,
  'cross-origin-opener-policy': /^same-origin$/,
  'cross-origin-resource-policy': /^same-origin$/,
  'content-security-policy': /default-src 'none'.*frame-ancestors 'none'/,
}

/** What tells who we are. */
const TELLING = ['server', 'x-powered-by', 'via']

const PATHS: readonly [what: string, path: string][] = [
  ['a page', '/sign-in'],
  ['a page that asks to sign in', '/connections'],
  ['an invitation', '/invitations/vli_none'],
  ['an address that is not there', '/no-such-page'],
  ['data', '/api/v2/openapi.json'],
  ['a refusal of the API', '/api/v2/connectors'],
  ['an address of the API that is not there', '/api/v2/none'],
  ['an asset that is not there', '/assets/none.js'],
  ['the reference', '/docs'],
  ['the health check', '/health/live'],
  ['an address that cannot be decoded', '/%E0%A4%A'],
]

const WIRE: readonly [what: string, bytes: string][] = [
  ['what is no HTTP', 'HELO x\r\n\r\n'],
  ['headers without an end', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(40_000)}\r\n\r\n`],
  ['a request without a host', 'GET / HTTP/1.1\r\n\r\n'],
]

export const headers: SecurityGroup = {
  title: 'Headers of every answer',
  cases: [
    ...PATHS.map(([what, path]): SecurityCase => ({
      attack: `framing, sniffing and scripting ${what}`,
      expected: 'every header is there, none tells',
      run: async (world) => judged((await world.send(path)).headers),
    })),
    ...WIRE.map(([what, bytes]): SecurityCase => ({
      attack: `the same in the answer to ${what}`,
      expected: 'every header is there, none tells',
      run: async ({ product }) => judged(headersIn(await exchange(product.origin, bytes))),
    })),
    {
      attack: 'the same for a script of the pages',
      expected: 'every header is there, none tells',
      run: async (world) => {
        const { text } = await world.send('/sign-in')
        const script = /src="(\/assets\/[^"]+\.js)"/.exec(text)?.[1]
        return script ? judged((await world.send(script)).headers) : 'there is no script'
      },
    },
    {
      attack: 'inline scripts in a page',
      expected: 'only with the nonce, another one each time',
      run: nonces,
    },
    {
      attack: 'plain http where the address is https',
      expected: 'max-age=63072000 on page, API and asset',
      run: strictTransport,
    },
    {
      attack: 'another’s answer from a cache',
      expected: 'no-store on page and API',
      run: async (world) => {
        const cached = await Promise.all(
          ['/sign-in', '/api/v2/connectors'].map((path) => world.send(path))
        )
        const values = new Set(cached.map((answer) => answer.headers.get('cache-control')))
        return `${[...values].join()} on page and API`
      },
    },
  ],
}

function judged(given: Headers): string {
  const missing = Object.keys(ALWAYS).filter((name) => !ALWAYS[name]?.test(given.get(name) ?? ''))
  const telling = TELLING.filter((name) => given.has(name))
  if (missing.length + telling.length === 0) return 'every header is there, none tells'
  return `missing: ${missing.join(', ') || 'none'}; telling: ${telling.join(', ') || 'none'}`
}

function headersIn(text: string): Headers {
  const [head = ''] = text.split('\r\n\r\n')
  const lines = head.split('\r\n').slice(1)
  return new Headers(
    lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)])
  )
}

async function nonces(world: World): Promise<string> {
  const found = await Promise.all([world.send('/sign-in'), world.send('/sign-in')])
  const policies = found.map((answer) => answer.headers.get('content-security-policy') ?? '')
  const scripts = policies.map((policy) => /script-src ([^;]+)/.exec(policy)?.[1] ?? '')
  const isStrict = scripts.every((one) => /^'self' 'nonce-[\w-]{16,}'$/.test(one.trim()))
  if (!isStrict) return scripts.join(' and ')
  return scripts[0] === scripts[1]
    ? 'the same nonce twice'
    : 'only with the nonce, another one each time'
}

async function strictTransport(world: World): Promise<string> {
  const { origin } = await world.strict()
  const paths = ['/sign-in', '/api/v2/connectors', '/assets/none.js']
  const answers = await Promise.all(paths.map((path) => fetch(origin + path)))
  const values = new Set(answers.map(({ headers: h }) => h.get('strict-transport-security')))
  return `${[...values].join()} on page, API and asset`
}
