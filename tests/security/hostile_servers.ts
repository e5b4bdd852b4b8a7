import { setTimeout as pause } from 'node:timers/promises'
import type { SecurityCase, SecurityGroup } from '#tests/security/case'
import { hangingUp, rogueServer, silent, webServer } from '#tests/conformance/rogue_server'
import { TARGETS } from '#tests/security/names'
import { together } from '#tests/security/operations'
import { pouring, SERVERS, targetAt, tested } from '#tests/security/targets'
import { CERTIFICATES, tlsTarget } from '#tests/security/tls_target'
import type { World } from '#tests/security/world'
import { testCertificates } from '#tests/support/certificates'

type Behaviour = Parameters<typeof rogueServer>[0]

/** One byte now and then keeps most timeouts from ever running out. */
const trickling: Behaviour = (socket) => {
  void (async () => {
    while (!socket.destroyed) {
      socket.resume().write('\0')
      await pause(100)
    }
  })()
}

export const hostileServers: SecurityGroup = {
  title: 'Hostile targets: any engine',
  cases: [
    {
      attack: 'never answers, or with a byte now and then',
      expected: 'every engine: timeout',
      run: neverAnswering,
    },
    { attack: 'hangs up', expected: 'every engine: wrong_protocol', run: behaving(hangingUp) },
    {
      attack: 'is a web server',
      expected: 'every engine: wrong_protocol',
      run: behaving(webServer),
    },
    {
      attack: 'redirects to the metadata service by HTTP',
      expected: 'every engine: wrong_protocol',
      run: behaving((socket) => {
        socket.end('HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\n\r\n')
      }),
    },
    ...[0x00, 0xff, 0x41].map((byte): SecurityCase => ({
      attack: `floods with 0x${byte.toString(16).padStart(2, '0')} before anything is said`,
      expected: 'every engine: cut off',
      run: flooding(Buffer.alloc(1_024, byte)),
    })),
    ...SERVERS.flatMap((engine) =>
      CERTIFICATES.map(({ attack, expected, pairOf }): SecurityCase => ({
        attack: `${engine}: shows ${attack}`,
        expected: `${expected}, and hears nothing`,
        run: async (world) => {
          const { ca } = await testCertificates()
          const target = await tlsTarget(engine, await pairOf())
          try {
            const checked =
              engine === 'sqlserver' ? { encrypt: true, ca } : { tls: { mode: 'verify-full', ca } }
            const { outcome } = await tested(world, targetAt(engine, target.port, checked))
            return `${outcome}, and hears ${target.heard.length === 0 ? 'nothing' : 'something'}`
          } finally {
            await target.close()
          }
        },
      }))
    ),
  ],
}

/** All engines at once: each takes as long as is allowed. */
async function neverAnswering(world: World): Promise<string> {
  const both = [silent, trickling].flatMap((behaviour) =>
    SERVERS.map(async (engine) => {
      const rogue = await rogueServer(behaviour, TARGETS)
      const { outcome } = await tested(world, targetAt(engine, rogue.port))
      await rogue.close()
      // Zeros are no message of some protocols, which may be said before the time is over.
      const isOver =
        outcome === 'timeout' || (behaviour === trickling && outcome === 'wrong_protocol')
      return [engine, isOver ? 'timeout' : outcome] as const
    })
  )
  return `every engine: ${together(await Promise.all(both))}`
}

function behaving(behaviour: Behaviour) {
  return async (world: World): Promise<string> => {
    const rogue = await rogueServer(behaviour, TARGETS)
    const outcomes = SERVERS.map(
      async (engine) =>
        [engine, (await tested(world, targetAt(engine, rogue.port))).outcome] as const
    )
    const told = together(await Promise.all(outcomes))
    await rogue.close()
    return `every engine: ${told}`
  }
}

/** What it grows by is less than what two engines may read. */
const GROWTH = 256

function flooding(bytes: Buffer) {
  return async (world: World): Promise<string> => {
    const before = await world.product.residentMemory()
    const outcomes: (readonly [string, string])[] = []
    for (const engine of SERVERS) {
      const rogue = await rogueServer(pouring(bytes), TARGETS)
      const { outcome } = await tested(world, targetAt(engine, rogue.port))
      await rogue.close()
      const isCut = ['wrong_protocol', 'unknown', 'timeout'].includes(outcome)
      outcomes.push([engine, isCut ? 'cut off' : outcome])
    }
    const growth = (await world.product.residentMemory()) - before
    return `every engine: ${together(outcomes)}${growth < GROWTH ? '' : `, ${growth} MB`}`
  }
}
