import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import { rogueServer, type RogueServer } from '#tests/conformance/rogue_server'
import { TARGETS } from '#tests/security/names'
import type { ServerEngine } from '#tests/security/targets'
import { type KeyPair, separateAuthority, testCertificates } from '#tests/support/certificates'
import { startStandin } from '#tests/support/standins/sqlserver/server'
import { greeting } from '#tests/unit/connectors/mysql/rogue_mysql'

interface Shown {
  attack: string
  expected: string
  pairOf(): Promise<KeyPair>
}

/** None is good for the address where it is shown; all but the first are of the authority that is believed. */
export const CERTIFICATES: readonly Shown[] = [
  {
    attack: 'a certificate of another authority',
    expected: 'tls_untrusted',
    pairOf: async () => (await separateAuthority([TARGETS])).server,
  },
  {
    attack: 'a certificate for another host',
    expected: 'tls_hostname',
    pairOf: async () => (await testCertificates()).wrongHost,
  },
  {
    attack: 'an expired certificate',
    expected: 'tls_expired',
    pairOf: async () => (await testCertificates()).expired,
  },
]

/** Bytes of MySQL's request for TLS, behind which the handshake begins. */
const MYSQL_REQUEST = 36

/** Plays a server up to the handshake of TLS; `heard` is what came after it. */
export async function tlsTarget(
  engine: ServerEngine,
  pair: KeyPair
): Promise<RogueServer & { heard: unknown[] }> {
  const heard: unknown[] = []
  if (engine === 'sqlserver') {
    const admit = (login: unknown) => (heard.push(login), { errors: [] })
    const rules = { encryption: 'offered', certificate: pair, admit, rules: () => [] } as const
    return { ...(await startStandin(rules, TARGETS)), heard }
  }
  const secure = (socket: Socket) => {
    const stream = new TLSSocket(socket, { ...pair, isServer: true })
    stream.on('error', () => {}).on('data', (chunk) => heard.push(chunk))
  }
  const behave = (socket: Socket) => {
    if (engine === 'mysql') socket.write(greeting({ offersTls: true }))
    if (engine === 'mongodb' || engine === 'oracle') return secure(socket)
    socket.once('data', (chunk: Buffer) => {
      if (engine === 'postgresql') socket.write('S')
      else socket.pause().unshift(chunk.subarray(MYSQL_REQUEST))
      secure(socket)
    })
  }
  return { ...(await rogueServer(behave, TARGETS)), heard }
}
