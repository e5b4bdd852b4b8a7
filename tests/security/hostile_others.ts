import type { SecurityCase, SecurityGroup } from '#tests/security/case'
import { rogueServer } from '#tests/conformance/rogue_server'
import {
  against,
  type Closable,
  pouring,
  type ServerEngine,
  targetAt,
} from '#tests/security/targets'
import type { World } from '#tests/security/world'
import * as messages from '#tests/support/standins/oracle/messages'
import * as packets from '#tests/support/standins/oracle/packets'
import * as tokens from '#tests/support/standins/sqlserver/tokens'
import { mongodbRogues } from '#tests/security/hostile_mongodb'
import { startStandin } from '#tests/unit/connectors/oracle/bench'
import { greeting, letIn, rogueTds, saying } from '#tests/unit/connectors/sqlserver/rogue_tds'

export interface Rogue {
  attack: string
  expected: string
  serve(world: World): Promise<Closable>
  config?: object
}

const ENCRYPTED = { encrypt: true, trustServerCertificate: true }
const FAULT = { number: 18_456, message: 'no' }

/** [MS-TDS] */
const SQLSERVER: readonly Rogue[] = [
  {
    attack: 'says that it cannot encrypt, where encryption is asked for',
    expected: 'tls_unsupported',
    serve: () => rogueTds({}),
    config: ENCRYPTED,
  },
  {
    attack: 'says that encryption is off, where it is asked for',
    expected: 'tls_unsupported',
    serve: () => rogueTds({ prelogin: greeting(0) }),
    config: ENCRYPTED,
  },
  {
    attack: 'answers PRELOGIN with a login that went well',
    expected: 'wrong_protocol',
    serve: () => rogueTds({ prelogin: letIn() }),
    config: ENCRYPTED,
  },
  ...['127.0.0.1', 'localhost', '2130706433', '169.254.169.254', 'inside.rebind.test'].map(
    (host): Rogue => ({
      attack: `sends us on to \`${host}\` (ROUTING)`,
      expected: 'egress_blocked',
      serve: ({ secret }) => rogueTds({ login: letIn(tokens.routing(host, secret.port)) }),
    })
  ),
  {
    attack: 'refuses with two thousand errors',
    expected: 'wrong_protocol',
    serve: () => {
      const errors = Array.from({ length: 2_000 }, () => tokens.error(FAULT))
      return rogueTds({ login: saying(...errors, tokens.done(tokens.DONE.error)) })
    },
  },
  {
    attack: 'answers the login with tokens that there are not',
    expected: 'wrong_protocol',
    serve: () => rogueTds({ login: saying(Buffer.alloc(100, 0x01)) }),
  },
]

const address = (host: string, port: number) =>
  `(ADDRESS=(PROTOCOL=TCP)(HOST=${host})(PORT=${port}))`

function redirecting(attack: string, expected: string, text: (world: World) => string): Rogue {
  return {
    attack,
    expected,
    async serve(world) {
      const listener = () => packets.redirectPacket(text(world))
      return (await startStandin({ listener })).standin
    },
  }
}

const ORACLE: readonly Rogue[] = [
  ...['127.0.0.1', '2130706433', '169.254.169.254', 'inside.rebind.test'].map((host) =>
    redirecting(`sends us on to \`${host}\` (REDIRECT)`, 'egress_blocked', ({ secret }) =>
      address(host, secret.port)
    )
  ),
  redirecting('sends us through an HTTPS proxy of its choice', 'egress_blocked', ({ secret }) => {
    const proxy = `(HTTPS_PROXY=127.0.0.1)(HTTPS_PROXY_PORT=${secret.port})`
    return `(DESCRIPTION=${proxy}${address('127.0.0.1', secret.port)})`
  }),
  redirecting(
    'sends us on to a name of a file',
    'wrong_protocol',
    () => 'config-file:///etc/passwd'
  ),
  redirecting('sends us on without an address', 'wrong_protocol', () => '((((('),
  {
    attack: 'asks for 100 million rounds of hashing',
    expected: 'wrong_protocol',
    serve: async () => (await startStandin({ deviate: manyRounds })).standin,
  },
  {
    attack: 'pours markers',
    expected: 'wrong_protocol',
    serve: () =>
      rogueServer((socket) => {
        const first = packets.acceptPacket(317, 8_192, 0)
        socket.once('data', () =>
          pouring(packets.markerPacket(packets.MARKER.break), first)(socket)
        )
      }),
  },
]

function manyRounds(usual: Buffer | null, request: Buffer): Buffer | null {
  if (!request.includes('AUTH_TERMINAL')) return usual
  const list = [
    ['AUTH_SESSKEY', '00'.repeat(32), 0],
    ['AUTH_VFR_DATA', '00'.repeat(16), 0x4815],
    ['AUTH_PBKDF2_CSK_SALT', '00'.repeat(16), 0],
    ['AUTH_PBKDF2_VGEN_COUNT', '100000000', 0],
    ['AUTH_PBKDF2_SDER_COUNT', '3', 0],
  ] as const
  return Buffer.concat([messages.authParameters([...list]), messages.status()])
}

export const hostileSqlserver = group('SQL Server', 'sqlserver', SQLSERVER)
export const hostileOracle = group('Oracle', 'oracle', ORACLE)
export const hostileMongodb = group('MongoDB', 'mongodb', mongodbRogues)

function group(label: string, engine: ServerEngine, rogues: readonly Rogue[]): SecurityGroup {
  return {
    title: `Hostile targets: ${label}`,
    cases: rogues.map(({ attack, expected, serve, config }): SecurityCase => ({
      attack,
      expected: `${expected}, nothing leaks`,
      run: async (world) =>
        against(world, await serve(world), (port) => targetAt(engine, port, config)),
    })),
  }
}
