import type { Socket } from 'node:net'
import type { SecurityCase, SecurityGroup } from '#tests/security/case'
import { against, type Closable, targetAt } from '#tests/security/targets'
import {
  authSwitch,
  type Greeting,
  moreData,
  ok,
  packet,
  refusal,
  rogueMysql,
} from '#tests/unit/connectors/mysql/rogue_mysql'

const COM_QUERY = 3
const FULL_AUTHENTICATION = Buffer.from([4])
const ENCRYPTED = { tls: { mode: 'require' } }

type Answering = (body: Buffer, sequence: number, socket: Socket) => Buffer | null
type Row = [attack: string, expected: string, serve: () => Promise<Closable>, config?: object]

const greets = (hello: Greeting, answer: Answering) => () => rogueMysql(hello, answer)

/** Lets everybody in, then answers every statement with this. */
const answering = (answer: Answering) =>
  greets({}, (body, sequence, socket) =>
    body[0] === COM_QUERY ? answer(body, sequence, socket) : ok(sequence)
  )

/** Wants the password in clear, or encrypted with a key of its own. */
const wanting = (plugin: string) =>
  greets({}, (_, sequence) => {
    if (sequence === 2) return authSwitch(sequence, plugin)
    if (sequence === 4) return moreData(sequence, FULL_AUTHENTICATION)
    return moreData(sequence, Buffer.from('-----BEGIN PUBLIC KEY-----'))
  })

const asksForFile = (path: string) =>
  answering((_, sequence) => packet(sequence, Buffer.from(`\xfb${path}`, 'latin1')))

const PLUGINS: readonly [plugin: string, expected: string][] = [
  ['mysql_clear_password', 'tls_required'],
  ['sha256_password', 'tls_required'],
  ['caching_sha2_password', 'tls_required'],
  ['dialog', 'auth_method'],
  ['auth_gssapi_client', 'auth_method'],
  ['mysql_old_password', 'auth_method'],
  ['__proto__', 'auth_method'],
]

const ROWS: readonly Row[] = [
  ...PLUGINS.map(([plugin, expected]): Row => [
    `switches to \`${plugin}\``,
    expected,
    wanting(plugin),
  ]),
  ['asks for `/etc/passwd` (LOCAL INFILE)', 'unknown', asksForFile('/etc/passwd')],
  ['asks for `/proc/self/environ` (LOCAL INFILE)', 'unknown', asksForFile('/proc/self/environ')],
  [
    'offers no TLS, where TLS is asked for',
    'tls_unsupported',
    greets({}, (_, at) => ok(at)),
    ENCRYPTED,
  ],
  ['numbers its packets wrongly', 'wrong_protocol', greets({}, () => packet(77, Buffer.from([0])))],
  [
    'announces columns and pours them for ever',
    'unknown',
    answering((_, at, socket) => {
      const wave = Buffer.concat(
        Array.from({ length: 100 }, () => packet(at, Buffer.alloc(1_000, 3)))
      )
      const pour = () => {
        while (!socket.destroyed && socket.write(wave));
      }
      socket.on('drain', pour)
      pour()
      return null
    }),
  ],
  ['refuses with a number of its own', 'unknown', greets({}, (_, at) => refusal(at, 65_000, 'no'))],
]

export const hostileMysql: SecurityGroup = {
  title: 'Hostile targets: MySQL',
  cases: ROWS.map(([attack, expected, serve, config]): SecurityCase => ({
    attack,
    expected: `${expected}, nothing leaks`,
    run: async (world) => against(world, await serve(), (port) => targetAt('mysql', port, config)),
  })),
}
