import { Binary, BSON, type Document } from 'mongodb'
import type { Rogue } from '#tests/security/hostile_others'
import type { World } from '#tests/security/world'
import { legacyReply, type Request, withHeader } from '#tests/support/standins/mongodb/messages'
import { HELLO, rogueMongodb } from '#tests/unit/connectors/mongodb/rogue_mongodb'

type Answers = Parameters<typeof rogueMongodb>[0]

const hello = Buffer.from(BSON.serialize(HELLO))

/** Greets with an offer of SCRAM that asks for so much work (RFC 5802, section 5). */
function offering(iterations: string): Answers {
  return {
    ismaster: ({ command }) => ({ ...HELLO, speculativeAuthenticate: scram(command, iterations) }),
    saslContinue: () => ({
      ...{ conversationId: 1, done: true, ok: 1 },
      payload: new Binary(Buffer.from(`v=${Buffer.alloc(32).toString('base64')}`)),
    }),
  }
}

function scram({ speculativeAuthenticate: first }: Document, iterations: string): Document {
  const said = Buffer.from((first.payload as Binary).value()).toString()
  const nonce = /,r=(.*)$/.exec(said)?.[1] ?? ''
  const salt = Buffer.alloc(16, 1).toString('base64')
  const payload = new Binary(Buffer.from(`r=${nonce}server,s=${salt},i=${iterations}`))
  return { conversationId: 1, done: false, payload }
}

/** A secondary that says who the primary is. */
function following(primary: (world: World) => string) {
  return (world: World) =>
    rogueMongodb({
      ismaster: () => ({
        ...{ ...HELLO, isWritablePrimary: false, secondary: true, setName: 'rs0' },
        hosts: [primary(world)],
        primary: primary(world),
        me: primary(world),
      }),
      saslStart: () => ({ ok: 0, code: 18, errmsg: 'Authentication failed.' }),
    })
}

function replying(reply: (request: Request) => Buffer) {
  return () => rogueMongodb({ ismaster: reply })
}

function withLength(length: number) {
  return replying(({ id }) => {
    const bytes = Buffer.from(legacyReply(id, hello))
    bytes.writeInt32LE(length, 0)
    return bytes
  })
}

const ROUNDS = ['2147483647', '100001', '1', '-5', '1e9', 'NaN']

export const mongodbRogues: readonly Rogue[] = [
  ...ROUNDS.map((rounds): Rogue => ({
    attack: `asks for ${rounds} rounds of hashing`,
    expected: 'wrong_protocol',
    serve: () => rogueMongodb(offering(rounds)),
  })),
  {
    attack: 'does not know the password itself',
    expected: 'wrong_protocol',
    serve: () => rogueMongodb(offering('4096')),
  },
  {
    attack: 'knows PLAIN, X.509 and GSSAPI only',
    expected: 'auth_method',
    serve: () =>
      rogueMongodb({
        ismaster: () => ({ ...HELLO, saslSupportedMechs: ['PLAIN', 'MONGODB-X509', 'GSSAPI'] }),
        saslStart: () => ({ ok: 0, code: 334, errmsg: 'no such mechanism' }),
      }),
  },
  ...(
    [
      ['127.0.0.1', ({ secret }: World) => `127.0.0.1:${secret.port}`],
      ['localhost', ({ secret }: World) => `localhost:${secret.port}`],
      ['inside.rebind.test', ({ secret }: World) => `inside.rebind.test:${secret.port}`],
      ['169.254.169.254', () => '169.254.169.254:80'],
    ] as const
  ).map(([name, primary]): Rogue => ({
    attack: `says that its primary is \`${name}\``,
    expected: 'auth_bad',
    serve: following(primary),
  })),
  ...[0, -5, 2 ** 31 - 1].map((length): Rogue => ({
    attack: `sends a message of ${length} bytes`,
    expected: 'wrong_protocol',
    serve: withLength(length),
  })),
  {
    attack: 'compresses its answer, which nobody asked for',
    expected: 'wrong_protocol',
    serve: replying(({ id }) => withHeader(2012, id, Buffer.alloc(64))),
  },
]
