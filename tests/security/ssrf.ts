import type { SecurityCase, SecurityGroup } from '#tests/security/case'
import type { World } from '#tests/security/world'

/** Spellings of this machine, where a service listens that nobody may reach. */
const OURSELVES = [
  ...['127.0.0.1', '127.1', '127.0.1', '2130706433', '0x7f000001', '0x7f.1', '0177.0.0.1'],
  ...[
    '017700000001',
    '0x7f.0.0.0x1',
    '①②⑦.⓪.⓪.①',
    '127。0。0。1',
    '127.0.0.1.',
    '127.0.0.53',
    '127.0.0.1\t',
  ],
  ...['localhost', 'LOCALHOST.', '::1', '[::1]', '0:0:0:0:0:0:0:1', '::'],
  ...['::ffff:127.0.0.1', '::ffff:7f00:1', '[::ffff:127.0.0.1]', '::127.0.0.1', '0', '0.0.0.0'],
  ...['64:ff9b::7f00:1', '64:ff9b:1::7f00:1', '2002:7f00:1::', '2001:0:7f00:1::80ff:fffe'],
]

/** Spellings of cloud metadata services. */
const METADATA = [
  ...['169.254.169.254', '2852039166', '0xa9fea9fe', '0xa9.0xfe.0xa9.0xfe', '0251.0376.0251.0376'],
  ...['::ffff:169.254.169.254', '::ffff:a9fe:a9fe', '64:ff9b::a9fe:a9fe', '2002:a9fe:a9fe::'],
  ...['fd00:ec2::254', '100.100.100.200', '168.63.129.16', '169.254.170.2', '169.254.169.254.'],
  ...['metadata.google.internal', 'METADATA.google.internal.'],
]

/** Networks that are not the public one. */
const INNER = [
  ...['10.0.0.1', '172.16.0.1', '192.168.0.1', '100.64.0.1', '198.18.0.1', '192.0.0.8'],
  ...['224.0.0.1', '240.0.0.1', '255.255.255.255', 'fe80::1', 'fe80::1%lo', 'fc00::1', 'ff02::1'],
]

/** Names of such services that mean nothing outside of their clouds. */
const UNKNOWN = ['metadata', 'instance-data', 'admin.localhost']

/** What is no host at all, though something might take it for one. */
const NO_HOSTS = [
  ...['/var/run/postgresql', '@127.0.0.1', 'example.com@127.0.0.1', '127.0.0.1/', '..', '%31', '*'],
  ...['127.0.0.1:5432', 'http://127.0.0.1', '127.0.0.1#example.com', '127.0.0.1?x'],
  ...['127.0.0.1\\share', '127.0.0.1,example.com'],
]

/** What no field takes. */
const NO_TEXT = ['', ' ', '127.0.0.1\r\nHost: x', '127.0.0.1\0']

/** Names that the suite's name server answers for, and what it says. */
const NAMES = [
  ['a public name with an address of this machine', 'inside.rebind.test'],
  ['a name with one allowed and one forbidden address', 'both.rebind.test'],
  ['a name whose IPv6 address alone is forbidden', 'six.rebind.test'],
  ['a name of the metadata service', 'cloud.rebind.test'],
] as const

export const ssrf: SecurityGroup = {
  title: 'Addresses that a server must not call',
  cases: [
    ...OURSELVES.map((host) => ends(`this machine as ${shown(host)}`, host, 'egress_blocked')),
    ...METADATA.map((host) => ends(`a cloud's metadata as ${shown(host)}`, host, 'egress_blocked')),
    ...INNER.map((host) => ends(`an inner network as ${shown(host)}`, host, 'egress_blocked')),
    ...NAMES.map(([attack, host]) => ends(attack, host, 'egress_blocked')),
    ...UNKNOWN.map((host) => ends(`the name ${shown(host)}`, host, 'dns')),
    ...NO_HOSTS.map((host) => ends(`${shown(host)} for a host`, host, 'bad_config')),
    ...NO_TEXT.map((host) => ends(`${shown(host)} for a host`, host, '422')),
    {
      attack: 'a name that is allowed when vetted and forbidden when dialled',
      expected: 'the vetted address was called, once; ours never',
      run: rebound,
    },
    {
      attack: 'our own application server by its port',
      expected: 'egress_blocked, nobody was called',
      run: (world) => attempt(world, '127.0.0.1', Number(new URL(world.product.origin).port)),
    },
  ],
}

function ends(attack: string, host: string, how: string): SecurityCase {
  return {
    attack,
    expected: `${how}, nobody was called`,
    run: (world) => attempt(world, host),
  }
}

function shown(host: string): string {
  return `\`${JSON.stringify(host).slice(1, -1)}\``
}

async function attempt(world: World, host: string, port = world.secret.port): Promise<string> {
  const before = world.calls()
  const { status, text } = await world.test({ host, port })
  const said = status === 200 ? JSON.parse(text).data.testResult.code : status
  const called = world.calls() - before
  return `${said}, ${called === 0 ? 'nobody was called' : `${called} calls`}`
}

/** The first question for the name is answered with an allowed address, all others with a forbidden one. */
async function rebound(world: World): Promise<string> {
  const before = { ours: world.secret.connections.length, theirs: world.rogue.connections.length }
  await world.test({ host: 'later.rebind.test', port: world.rogue.port })
  const ours = world.secret.connections.length - before.ours
  const theirs = world.rogue.connections.length - before.theirs
  return `the vetted address was called, ${theirs === 1 ? 'once' : `${theirs} times`}; ours ${ours === 0 ? 'never' : `${ours} times`}`
}
