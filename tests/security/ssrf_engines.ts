import type { SecurityCase, SecurityGroup } from '#tests/security/case'
import { TARGETS } from '#tests/security/names'
import { SERVERS, type ServerEngine, targetAt, tested } from '#tests/security/targets'
import type { World } from '#tests/security/world'

const HOSTS = [
  ...['127.0.0.1', '2130706433', '::ffff:127.0.0.1', '169.254.169.254', 'inside.rebind.test'],
]

type Row = [
  attack: string,
  expected: string,
  engine: ServerEngine,
  config: (world: World) => object,
]

const ours = ({ secret }: World) => secret.port

/** What each engine's own spelling of a place could hide. */
const SPELLINGS: readonly Row[] = [
  ...HOSTS.map((host): Row => [
    `an SSH server at \`${host}\``,
    'egress_blocked',
    'postgresql',
    (world) => ({ ssh: { enabled: true, host, port: ours(world), username: 'jump' } }),
  ]),
  [
    'a member of a list of MongoDB hosts',
    'wrong_protocol',
    'mongodb',
    (world) => ({
      host: `${TARGETS}:${world.rogue.port},127.0.0.1:${ours(world)}`,
    }),
  ],
  [
    'a port in a list of MongoDB hosts, by its name',
    'egress_blocked',
    'mongodb',
    (world) => ({
      host: `inside.rebind.test:${ours(world)}`,
    }),
  ],
  [
    'a server that an SRV record names',
    'egress_blocked',
    'mongodb',
    () => srv('members.rebind.test'),
  ],
  [
    'an SRV record that names a server of another domain',
    'dns',
    'mongodb',
    () => srv('strangers.rebind.test'),
  ],
  ['an SRV name of one label', 'dns', 'mongodb', () => srv('localhost')],
  ['an address with SRV', 'bad_config', 'mongodb', () => srv('127.0.0.1')],
  [
    'a user and a host in MongoDB’s host',
    'bad_config',
    'mongodb',
    () => ({ host: 'db.example.com@127.0.0.1' }),
  ],
  [
    'a socket file for MongoDB’s host',
    'bad_config',
    'mongodb',
    () => ({ host: '%2Ftmp%2Fmongodb.sock' }),
  ],
  ['a URL for MongoDB’s host', 'bad_config', 'mongodb', () => ({ host: 'mongodb://127.0.0.1' })],
  [
    'options behind MongoDB’s host',
    'bad_config',
    'mongodb',
    () => ({ host: `${TARGETS}/?tlsCAFile=/etc/passwd` }),
  ],
  [
    'a descriptor for Oracle’s service',
    '422',
    'oracle',
    (world) => ({
      serviceName: `X)(ADDRESS=(HOST=127.0.0.1)(PORT=${ours(world)}))`,
    }),
  ],
  [
    'a descriptor for Oracle’s host',
    'bad_config',
    'oracle',
    () => ({ host: '(DESCRIPTION=(ADDRESS=(HOST=127.0.0.1)))' }),
  ],
  [
    'a file for Oracle’s host (`config-file://`)',
    'bad_config',
    'oracle',
    () => ({ host: 'config-file:///etc/passwd' }),
  ],
  [
    'a vault for Oracle’s host (`config-azure://`)',
    'bad_config',
    'oracle',
    () => ({ host: 'config-azure://x' }),
  ],
  [
    'an LDAP server for Oracle’s host',
    'bad_config',
    'oracle',
    () => ({ host: 'ldap://127.0.0.1' }),
  ],
  [
    'an instance of SQL Server (asks UDP 1434)',
    '422',
    'sqlserver',
    () => ({ host: '127.0.0.1\\SQLEXPRESS' }),
  ],
  ['a pipe for SQL Server’s host', '422', 'sqlserver', () => ({ host: '\\\\.\\pipe\\sql' })],
  [
    'a protocol for SQL Server’s host',
    'bad_config',
    'sqlserver',
    () => ({ host: 'tcp:127.0.0.1' }),
  ],
  [
    'a port for SQL Server’s host',
    'bad_config',
    'sqlserver',
    (world) => ({ host: `127.0.0.1,${ours(world)}` }),
  ],
  [
    'a socket file for PostgreSQL’s host',
    'bad_config',
    'postgresql',
    () => ({ host: '/var/run/postgresql' }),
  ],
  [
    'settings in PostgreSQL’s database',
    'wrong_protocol',
    'postgresql',
    () => ({ database: "x' host='127.0.0.1" }),
  ],
  [
    'a URL for PostgreSQL’s database',
    'wrong_protocol',
    'postgresql',
    () => ({ database: 'postgres://127.0.0.1/x' }),
  ],
  ['an empty host for PostgreSQL (would be PGHOST)', '422', 'postgresql', () => ({ host: '' })],
]

/** What becomes a name below snowflakecomputing.com, or does not. */
const ACCOUNTS: readonly [account: string, expected: string][] = [
  ...[
    'evil.com/',
    'x.evil.com#',
    'a@evil.com',
    'evil.com?',
    'evil.com:443',
    'x\\evil.com',
    '//evil.com',
  ].map((account) => [account, '422'] as [string, string]),
  ...['..', '.', '-x', 'x..y', 'a b', 'xy\r\n12345', 'x%2eevil', 'ｅvil', 'a'.repeat(200)].map(
    (account) => [account, '422'] as [string, string]
  ),
  ['xy12345', 'egress_blocked'],
  ['127.0.0.1', 'dns'],
  ['evil.com', 'dns'],
]

/** Links that somebody could paste. Nothing that they name is read or called. */
const LINKS = [
  'postgres://alice@127.0.0.1/x?sslrootcert=/etc/passwd',
  'postgres://alice@%2Fvar%2Frun%2Fpostgresql/x',
  'mongodb://alice@127.0.0.1/x?tlsCAFile=/etc/passwd',
  'jdbc:mysql://127.0.0.1/x?allowLoadLocalInfile=true&allowUrlInLocalInfile=true',
  'jdbc:oracle:thin:@ldap://127.0.0.1/x',
  'file:///etc/passwd',
  'http://169.254.169.254/latest/meta-data',
]

export const ssrfEngines: SecurityGroup = {
  title: 'Addresses that a server must not call: each engine',
  cases: [
    ...SERVERS.flatMap((engine) =>
      HOSTS.map((host): SecurityCase => ({
        attack: `${engine}: \`${host}\``,
        expected: 'egress_blocked, nobody was called',
        run: (world) => attempt(world, targetAt(engine, ours(world), { host })),
      }))
    ),
    ...SPELLINGS.map(([attack, expected, engine, config]): SecurityCase => ({
      attack,
      expected: `${expected}, ours was not called`,
      run: async (world) => {
        const before = world.secret.connections.length
        const { rogue } = world
        const body = targetAt(engine, rogue.port, config(world))
        const { outcome } = await tested(world, body)
        return `${outcome}, ours was ${world.secret.connections.length > before ? '' : 'not '}called`
      },
    })),
    ...ACCOUNTS.map(([account, expected]): SecurityCase => ({
      attack: `the Snowflake account \`${account.length > 99 ? '200 letters' : JSON.stringify(account).slice(1, -1)}\``,
      expected: `${expected}, nobody was called`,
      run: (world) => {
        const config = { account, username: 'alice', database: 'X' }
        return attempt(world, { type: 'snowflake', config, credentials: { password: 'x' } })
      },
    })),
    ...LINKS.map((url): SecurityCase => ({
      attack: `the link \`${url}\``,
      expected: 'nothing was read, nobody was called',
      run: async (world) => {
        const before = world.calls()
        const { text } = await world.api(world.editor, 'POST', '/connectors/urls', { url })
        const isRead = /root:|ami-id/.test(text)
        const called = world.calls() > before
        return `${isRead ? 'it was' : 'nothing was'} read, ${called ? 'it was' : 'nobody was'} called`
      },
    })),
  ],
}

function srv(host: string): object {
  return { host, srv: true, port: undefined }
}

async function attempt(world: World, body: object): Promise<string> {
  const before = world.calls()
  const { outcome } = await tested(world, body)
  return `${outcome}, ${world.calls() === before ? 'nobody was called' : 'it was called'}`
}
