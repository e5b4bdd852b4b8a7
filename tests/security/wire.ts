import { once } from 'node:events'
import { connect } from 'node:net'
import type { SecurityCase, SecurityGroup } from '#tests/security/case'
import { exchange, toldOf } from '#tests/security/http'
import type { World } from '#tests/security/world'

const BAD = '400 E_BAD_REQUEST'
const HEAD = 'POST /api/v2/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n'
/** What would be a second request, if two readers disagreed about where the first ends. */
const HIDDEN = 'GET /api/v2/openapi.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'

/** Requests whose end two servers could see in different places (RFC 9112, 11.2). */
const SMUGGLED: readonly [attack: string, bytes: string, expected: string][] = [
  ['two lengths', `${HEAD}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}${HIDDEN}`, BAD],
  ['two equal lengths', `${HEAD}Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}${HIDDEN}`, BAD],
  [
    'a length and chunks',
    `${HEAD}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${HIDDEN}`,
    BAD,
  ],
  [
    'chunks and a length',
    `${HEAD}Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n${HIDDEN}`,
    BAD,
  ],
  ['`Transfer-Encoding: identity`', `${HEAD}Transfer-Encoding: identity\r\n\r\n${HIDDEN}`, BAD],
  ['`Transfer-Encoding: xchunked`', `${HEAD}Transfer-Encoding: xchunked\r\n\r\n${HIDDEN}`, BAD],
  [
    '`Transfer-Encoding: chunked, identity`',
    `${HEAD}Transfer-Encoding: chunked, identity\r\n\r\n${HIDDEN}`,
    BAD,
  ],
  [
    '`Transfer-Encoding : chunked`',
    `${HEAD}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n${HIDDEN}`,
    BAD,
  ],
  ['a folded header', `${HEAD}Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n${HIDDEN}`, BAD],
  ['a length with a sign', `${HEAD}Content-Length: +2\r\n\r\n{}${HIDDEN}`, BAD],
  ['a negative length', `${HEAD}Content-Length: -1\r\n\r\n${HIDDEN}`, BAD],
  ['a length in hexadecimal', `${HEAD}Content-Length: 0x2\r\n\r\n{}${HIDDEN}`, BAD],
  ['a length of 10^30', `${HEAD}Content-Length: 1${'0'.repeat(30)}\r\n\r\n{}`, BAD],
  ['a chunk whose size is no number', `${HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n`, BAD],
  ['line feeds alone', `POST /api/v2/auth/login HTTP/1.1\nHost: x\nContent-Length: 2\n\n{}`, BAD],
  ['a carriage return in a header', `GET / HTTP/1.1\r\nHost: x\r\nX: a\rb\r\n\r\n`, BAD],
  ['U+0000 in a header', `GET / HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n`, BAD],
  ['two hosts', 'GET /sign-in HTTP/1.1\r\nHost: x\r\nHost: y\r\nConnection: close\r\n\r\n', BAD],
  ['no host', 'GET /sign-in HTTP/1.1\r\n\r\n', BAD],
  ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', BAD],
  ['HTTP/0.9, which has no headers', 'GET /sign-in\r\n\r\n', '200'],
  ['HTTP/3.7', 'GET /sign-in HTTP/3.7\r\nHost: x\r\n\r\n', BAD],
  ['a handshake of TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', BAD],
  [
    'an expectation that we do not know',
    `GET / HTTP/1.1\r\nHost: x\r\nExpect: miracles\r\n\r\n`,
    BAD,
  ],
  [
    '16 kB of headers',
    `GET / HTTP/1.1\r\nHost: x\r\n${'X: y\r\n'.repeat(4_000)}\r\n`,
    '431 E_BAD_REQUEST',
  ],
  [
    '1,500 headers',
    `GET /sign-in HTTP/1.1\r\nHost: x\r\n${'A:\r\n'.repeat(1_500)}Connection: close\r\n\r\n`,
    '431 E_BAD_REQUEST',
  ],
]

export const wire: SecurityGroup = {
  title: 'The wire',
  cases: [
    ...SMUGGLED.map(([attack, bytes, expected]): SecurityCase => ({
      attack,
      expected: `${expected}, and nothing else`,
      run: async ({ product }) => {
        const text = await exchange(product.origin, Buffer.from(bytes, 'latin1'))
        return `${toldOf(text)}, ${text.includes('"openapi"') ? 'and what was hidden' : 'and nothing else'}`
      },
    })),
    {
      attack: 'a hundred requests in one breath',
      expected: '100 answers, in their order',
      run: pipelined,
    },
    {
      attack: '`Expect: 100-continue` by a stranger',
      expected: '401 E_UNAUTHORIZED_ACCESS before there is a body',
      run: expecting,
    },
    {
      attack: 'an upgrade to WebSocket or h2c',
      expected: 'no switch of protocols',
      run: upgrading,
    },
    {
      attack: 'two hundred lines that send one byte and wait (slow loris)',
      expected: 'others are answered meanwhile',
      run: slowly,
    },
    {
      attack: 'fifty bodies in chunks that never end',
      expected: 'others are answered meanwhile',
      run: (world) => {
        const head = `POST /api/v2/connectors HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${world.admin.token}`
        const first = `${head}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n`
        return slowly(world, 50, first)
      },
    },
    {
      attack: 'answers that nobody reads',
      expected: 'others are answered meanwhile',
      run: (world) =>
        slowly(world, 20, 'GET /api/v2/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(50)),
    },
  ],
}

async function pipelined({ product }: World): Promise<string> {
  const paths = Array.from({ length: 100 }, (_, i) => (i % 2 ? '/health/live' : '/api/v2/none'))
  const requests = paths.map((path, index) => {
    const last = index === paths.length - 1 ? 'Connection: close\r\n' : ''
    return `GET ${path} HTTP/1.1\r\nHost: x\r\n${last}\r\n`
  })
  const text = await exchange(product.origin, requests.join(''))
  const statuses = [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)
  const isOrdered = statuses.every((status, index) => status === (index % 2 ? '200' : '404'))
  return `${statuses.length} answers, ${isOrdered ? 'in their order' : 'in another order'}`
}

/** Node says 100 by itself (RFC 9110, 10.1.1); what counts is that nobody waits for the body. */
async function expecting({ product }: World): Promise<string> {
  const head = 'POST /api/v2/connectors HTTP/1.1\r\nHost: x\r\nContent-Type: application/json'
  const rest = 'Content-Length: 2\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n'
  const text = await exchange(product.origin, `${head}\r\n${rest}`)
  return `${toldOf(text.replace('HTTP/1.1 100 Continue\r\n\r\n', ''))} before there is a body`
}

async function upgrading({ product }: World): Promise<string> {
  const upgrades = ['websocket', 'h2c'].map((protocol) => {
    const lines = ['GET /sign-in HTTP/1.1', 'Host: x', `Upgrade: ${protocol}`]
    const more = ['Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', 'Sec-WebSocket-Version: 13']
    return exchange(
      product.origin,
      [...lines, 'Connection: Upgrade, close', ...more, '', ''].join('\r\n')
    )
  })
  const isSwitched = (await Promise.all(upgrades)).some((text) => text.includes('HTTP/1.1 101'))
  return isSwitched ? 'it switched' : 'no switch of protocols'
}

/** Holds lines open with what was sent on them, and asks as somebody else. */
async function slowly(world: World, count = 200, first = 'G'): Promise<string> {
  const { hostname, port } = new URL(world.product.origin)
  const sockets = Array.from({ length: count }, () => connect(Number(port), hostname))
  for (const socket of sockets) socket.on('error', () => {}).pause()
  await Promise.all(sockets.map((socket) => once(socket, 'connect')))
  for (const socket of sockets) socket.write(first)
  const answers = [
    await world.send('/health/ready'),
    await world.api(world.stranger, 'GET', '/connectors'),
  ]
  for (const socket of sockets) socket.destroy()
  const isFine = answers.every(({ status }) => status === 200)
  return isFine ? 'others are answered meanwhile' : answers.map(({ status }) => status).join()
}
