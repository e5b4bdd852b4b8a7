import { gzipSync } from 'node:zlib'
import type { SecurityCase, SecurityGroup } from '#tests/security/case'
import { exchange, toldOf } from '#tests/security/http'
import { connectionBody } from '#tests/security/things'
import type { World } from '#tests/security/world'

const LARGE = '413 E_BODY_TOO_LARGE'
const OTHER_TYPE = '415 E_UNSUPPORTED_MEDIA_TYPE'
const MALFORMED = '400 E_MALFORMED_BODY'
const INVALID = '422 E_INVALID'
const ALIVE = 'and the server answers'

type Body = string | Buffer

/** Bodies of `POST /connectors`, by a member. */
const BODIES: readonly [attack: string, body: () => Body, type: string, expected: string][] = [
  ['100,000 levels of lists', () => '['.repeat(1e5) + ']'.repeat(1e5), 'application/json', INVALID],
  [
    '33 levels of objects',
    () => '{"a":'.repeat(33) + '1' + '}'.repeat(33),
    'application/json',
    INVALID,
  ],
  ['20,000 keys', () => `{${range(20_000, (i) => `"k${i}":1`)}}`, 'application/json', INVALID],
  [
    'a number of 100,000 digits',
    () => `{"name":${'9'.repeat(1e5)}}`,
    'application/json',
    '422 E_REQUIRED',
  ],
  ['`1e999999`', () => '{"port":1e999999}', 'application/json', '422 E_REQUIRED'],
  [
    'bytes that are no UTF-8',
    () => Buffer.from('{"name":"\xff\xfe"}', 'latin1'),
    'application/json',
    MALFORMED,
  ],
  ['UTF-16', () => Buffer.from('\ufeff{"name":"x"}', 'utf16le'), 'application/json', MALFORMED],
  ['a byte order mark', () => '\ufeff{"name":"x"}', 'application/json', MALFORMED],
  ['U+0000 in a name', () => named('a\\u0000b'), 'application/json', INVALID],
  ['half a surrogate pair in a name', () => named('\\ud800'), 'application/json', INVALID],
  ['CR and LF in a name', () => named('a\\r\\nX-Injected: yes'), 'application/json', INVALID],
  ['no JSON', () => '{name: "x"}', 'application/json', MALFORMED],
  ['two documents', () => '{}{}', 'application/json', MALFORMED],
  ['`null`', () => 'null', 'application/json', INVALID],
  ['a form', () => 'name=x', 'application/x-www-form-urlencoded', OTHER_TYPE],
  [
    'a multipart form',
    () => '--b\r\n\r\nx\r\n--b--',
    'multipart/form-data; boundary=b',
    OTHER_TYPE,
  ],
  [
    'XML with an entity of a file',
    () => '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
    'text/xml',
    OTHER_TYPE,
  ],
  ['JSON as `text/plain`', () => '{}', 'text/plain', OTHER_TYPE],
  ['JSON as `application/json-patch+json`', () => '[]', 'application/json-patch+json', OTHER_TYPE],
  [
    'JSON with another charset',
    () => '{"name":"x"}',
    'application/json; charset=utf-7',
    '422 E_REQUIRED',
  ],
]

const ENCODINGS = ['gzip', 'deflate', 'br', 'zstd', 'gzip, gzip', 'x-gzip', 'compress']

const ADDRESSES: readonly [attack: string, path: string, expected: string][] = [
  ['a URL of 100 kB', `/api/v2/connectors?search=${'x'.repeat(100_000)}`, '431 E_BAD_REQUEST'],
  [
    '1,500 parameters',
    `/api/v2/connectors?${range(1_500, (i) => `a${i}=1`, '&')}`,
    '422 E_UNKNOWN_FIELD',
  ],
  ['a parameter nested 500 deep', `/api/v2/connectors?search${'[a]'.repeat(500)}=1`, INVALID],
  ['`search[__proto__][x]`', '/api/v2/connectors?search[__proto__][x]=1', '200'],
  ['`page=1e309`', '/api/v2/connectors?page=1e309', INVALID],
  ['`perPage=1000000`', '/api/v2/connectors?perPage=1000000', INVALID],
  ['`sort=name;drop table users`', '/api/v2/connectors?sort=name;drop%20table%20users', INVALID],
  ["`search=%' or 1=1 --`", "/api/v2/connectors?search=%25'%20or%201=1%20--", '200'],
  ['U+0000 in a search', '/api/v2/connectors?search=%00', INVALID],
  ['an id that is SQL', "/api/v2/connectors/x'%20or%20'1'='1", '404 E_NOT_FOUND'],
  ['an id of 8 kB', `/api/v2/connectors/${'x'.repeat(8_000)}`, '404 E_NOT_FOUND'],
]

export const bodies: SecurityGroup = {
  title: 'Bodies and addresses',
  cases: [
    ...BODIES.map(([attack, make, type, expected]): SecurityCase => ({
      attack: `a body of ${attack}`,
      expected: `${expected}, ${ALIVE}`,
      run: (world) => sent(world, make(), { 'content-type': type }),
    })),
    ...ENCODINGS.map((encoding): SecurityCase => ({
      attack: `50 MB of zeros, packed (\`${encoding}\`)`,
      expected: `${OTHER_TYPE}, ${ALIVE}`,
      run: (world) =>
        sent(world, gzipSync(Buffer.alloc(50_000_000)), {
          'content-type': 'application/json',
          'content-encoding': encoding,
        }),
    })),
    ...ADDRESSES.map(([attack, path, expected]): SecurityCase => ({
      attack,
      expected: `${expected}, ${ALIVE}`,
      run: async (world) => {
        const { origin } = world.product
        const head = [`GET ${path} HTTP/1.1`, 'Host: x', bearer(world), 'Connection: close']
        return alive(world, toldOf(await exchange(origin, `${head.join('\r\n')}\r\n\r\n`)))
      },
    })),
    {
      attack: 'a body of 10 MB',
      expected: `${LARGE}, ${ALIVE}`,
      run: (world) => begun(world, ['Content-Length: 10485760', '', '{']),
    },
    {
      attack: 'a body of 10 MB in chunks',
      expected: `${LARGE}, ${ALIVE}`,
      run: (world) => {
        const chunk = `40000\r\n${' '.repeat(0x40000)}\r\n`
        return begun(world, ['Transfer-Encoding: chunked', '', chunk.repeat(2)])
      },
    },
    {
      attack: 'a body by a stranger, however large',
      expected: `401 E_UNAUTHORIZED_ACCESS, ${ALIVE}`,
      run: async (world) => {
        const head = [
          'POST /api/v2/connectors HTTP/1.1',
          'Host: x',
          'Content-Type: application/json',
        ]
        const bytes = [...head, 'Content-Length: 999999999', 'Connection: close', '', '{'].join(
          '\r\n'
        )
        return alive(world, toldOf(await exchange(world.product.origin, bytes)))
      },
    },
    {
      attack: 'a name with HTML and formulas, on its page',
      expected: '200, inert',
      run: inertName,
    },
  ],
}

function named(name: string): string {
  const body = { ...connectionBody({ rogue: { port: 1 } } as World), name: 'NAME' }
  return JSON.stringify(body).replace('NAME', name)
}

function range(count: number, one: (index: number) => string, by = ','): string {
  return Array.from({ length: count }, (_, i) => one(i)).join(by)
}

function bearer({ admin }: World): string {
  return `Authorization: Bearer ${admin.token}`
}

/** On a line of its own: the server may answer and hang up while we still send. */
async function sent(world: World, body: Body, headers: Record<string, string>): Promise<string> {
  const bytes = Buffer.from(body)
  const head = [
    'POST /api/v2/connectors HTTP/1.1',
    ...['Host: x', bearer(world), 'Connection: close', `Content-Length: ${bytes.length}`],
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ]
  const whole = Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), bytes])
  return alive(world, toldOf(await exchange(world.product.origin, whole)))
}

/** The beginning of a body: who sends all of it may be cut off before they have read why. */
async function begun(world: World, rest: string[]): Promise<string> {
  const head = ['POST /api/v2/connectors HTTP/1.1', 'Host: x', bearer(world)]
  const bytes = [...head, 'Content-Type: application/json', ...rest].join('\r\n')
  return alive(world, toldOf(await exchange(world.product.origin, bytes)))
}

async function alive(world: World, outcome: string): Promise<string> {
  const { status } = await world.send('/health/ready')
  return `${outcome}, ${status === 200 ? ALIVE : `and the server says ${status}`}`
}

async function inertName(world: World): Promise<string> {
  const name = '</script><script>alert(1)</script><img src=x onerror=alert(1)>=cmd|"/c calc"!A1'
  const { id } = await world.give<{ id: string }>(world.admin, 'POST', '/connectors', {
    ...connectionBody(world),
    name,
  })
  const browser = await world.browser(world.admin)
  const page = await browser.get(`/connections/${id}`)
  const text = await page.text()
  return `${page.status}, ${text.includes('<script>alert') || text.includes('<img src=x') ? 'live' : 'inert'}`
}
