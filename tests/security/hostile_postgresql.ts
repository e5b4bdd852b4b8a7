import type { Socket } from 'node:net'
import type { SecurityCase, SecurityGroup } from '#tests/security/case'
import { rogueServer } from '#tests/conformance/rogue_server'
import { against, type Closable, pouring, targetAt } from '#tests/security/targets'
import {
  authentication,
  description,
  message,
  row,
  roguePostgres,
  SCRAM_OFFERED,
  SIGNED_IN,
} from '#tests/unit/connectors/postgresql/rogue_postgres'

const ENCRYPTED = { tls: { mode: 'require' } }
const CUT_OFF = 'wrong_protocol'

type Row = [attack: string, expected: string, serve: () => Promise<Closable>, config?: object]

/** Answers the start-up packet with this. */
function saying(...words: Buffer[]) {
  return () =>
    rogueServer((socket) => {
      socket.once('data', () => socket.write(Buffer.concat(words)))
    })
}

/** Offers SCRAM, with what is asked of the client in it (RFC 5802, section 5). */
function scram(offer: (nonce: string) => string) {
  return () =>
    rogueServer((socket) => {
      socket.once('data', () => {
        socket.write(SCRAM_OFFERED)
        socket.once('data', (first: Buffer) => {
          const nonce = /r=([^,\0]+)/.exec(first.toString('latin1'))?.[1] ?? ''
          socket.write(authentication(11, offer(nonce)))
          socket.once('data', () => socket.write(authentication(12, `v=${'A'.repeat(43)}=`)))
        })
      })
    })
}

function offering(iterations: string) {
  return scram((nonce) => `r=${nonce}server,s=c2FsdHNhbHQ=,i=${iterations}`)
}

/** What it pours once somebody asks something. */
function pouringRows(first: Buffer, then: Buffer) {
  return () => roguePostgres('in a query', pouring(then, first))
}

/** Lets the client ask for TLS, and puts this behind the answer, before the handshake (CVE-2021-23222). */
function slippingIn(bytes: Buffer) {
  return () =>
    rogueServer((socket: Socket) => {
      socket.once('data', () => socket.write(Buffer.concat([Buffer.from('S'), bytes])))
    })
}

const ROWS: readonly Row[] = [
  ['asks for the password in clear', 'auth_method', saying(authentication(3))],
  ['asks for GSSAPI', 'auth_method', saying(authentication(7))],
  ['asks for SSPI', 'auth_method', saying(authentication(9))],
  ['asks for Kerberos V5', 'auth_method', saying(authentication(2))],
  ['asks for a way to sign in that there is not', 'auth_method', saying(authentication(99))],
  ['offers SCRAM-SHA-1 only', 'auth_method', saying(authentication(10, 'SCRAM-SHA-1\0\0'))],
  ['asks for 2^31 rounds of hashing', 'auth_method', offering('2147483647')],
  ['asks for one round of hashing', CUT_OFF, offering('1')],
  ['does not know the password itself', CUT_OFF, offering('4096')],
  ['answers with another nonce', CUT_OFF, scram(() => 'r=another,s=c2FsdA==,i=4096')],
  [
    'says that it has no TLS, where TLS is asked for',
    'tls_unsupported',
    saying(Buffer.from('N')),
    ENCRYPTED,
  ],
  [
    'answers the wish for TLS with an error',
    CUT_OFF,
    saying(message('E', Buffer.from('SFATAL\0C08P01\0Mno\0\0'))),
    ENCRYPTED,
  ],
  ['slips a message in before TLS', CUT_OFF, slippingIn(SIGNED_IN), ENCRYPTED],
  ['never ends a message', CUT_OFF, saying(Buffer.from('E\x7f\xff\xff\xffS', 'latin1'))],
  [
    'sends a message of negative length',
    CUT_OFF,
    saying(Buffer.from('R\xff\xff\xff\xff\0\0\0\0', 'latin1')),
  ],
  [
    'answers a question with rows for ever',
    'unknown',
    pouringRows(description(1), row(1, Buffer.alloc(1_000))),
  ],
  [
    'answers a question with 1,600 columns for ever',
    'unknown',
    pouringRows(description(1_600), row(1_600, Buffer.alloc(1))),
  ],
  [
    'answers a question with notices for ever',
    'unknown',
    pouringRows(Buffer.alloc(0), message('N', Buffer.from('SNOTICE\0Mx\0\0'))),
  ],
]

export const hostilePostgresql: SecurityGroup = {
  title: 'Hostile targets: PostgreSQL',
  cases: ROWS.map(([attack, expected, serve, config]): SecurityCase => ({
    attack,
    expected: `${expected}, nothing leaks`,
    run: async (world) =>
      against(world, await serve(), (port) => targetAt('postgresql', port, config)),
  })),
}
