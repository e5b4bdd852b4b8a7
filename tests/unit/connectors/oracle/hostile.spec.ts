import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { test } from '@japa/runner'
import { rogueServer } from '#tests/conformance/rogue_server'
import { eventually, openSockets } from '#tests/conformance/workbench'
import * as messages from '#tests/support/standins/oracle/messages'
import { MESSAGE, RELEASES } from '#tests/support/standins/oracle/messages'
import * as packets from '#tests/support/standins/oracle/packets'
import type { StandinOptions } from '#tests/support/standins/oracle/server'
import { WireWriter } from '#tests/support/standins/oracle/wire'
import { previewAt, startStandin, testAt } from '#tests/unit/connectors/oracle/bench'

type Deviation = NonNullable<StandinOptions['deviate']>

/** Answers as they should be, but for those to a certain kind of request. */
const insteadOf =
  (
    isMeant: (request: Buffer) => boolean,
    answer: (usual: Buffer | null) => Buffer | null
  ): Deviation =>
  (usual, request) =>
    isMeant(request) ? answer(usual) : usual

const isQuery = (request: Buffer) => request.includes('select')
const isSignIn = (request: Buffer) => request.includes('AUTH_SESSKEY')
const isFirst = (request: Buffer) => request.readUInt8(0) === MESSAGE.protocol
const isSecond = (request: Buffer) => request.readUInt8(0) === MESSAGE.dataTypes
const isThird = (request: Buffer) => request.includes('AUTH_TERMINAL')

const release = RELEASES[19]
/** Nothing tells it from a slow server. */
const ENDLESS = 'columns that do not come'
const column = (name: string) => ({ name, type: 'number' as const })

test.group('Oracle: servers that mean ill', (group) => {
  group.each.timeout(20_000)

  test('a server that falls silent is given up on, whenever it does', async ({
    assert,
    cleanup,
  }) => {
    const giveUp = async (isMeant: typeof isFirst) => {
      const { standin } = await startStandin({ deviate: insteadOf(isMeant, () => null) })
      cleanup(() => standin.close())
      const result = await testAt(standin.port, { connectTimeout: 300, testDeadline: 600 })
      assert.equal(result.code, 'timeout', result.message)
      await eventually(() => standin.sessions.size === 0)
    }
    await Promise.all([isFirst, isSecond, isThird, isSignIn, isQuery].map(giveUp))
  })

  test('a server that does not know the password is not believed', async ({ assert, cleanup }) => {
    const { standin } = await startStandin({
      deviate: insteadOf(isSignIn, () =>
        Buffer.concat([
          messages.authParameters([['AUTH_SVR_RESPONSE', '00'.repeat(48), 0]]),
          messages.status(),
        ])
      ),
    })
    cleanup(() => standin.close())
    const result = await testAt(standin.port)
    assert.equal(result.code, 'wrong_protocol', result.message)
  })

  test('hashing without end is not begun', async ({ assert, cleanup }) => {
    for (const key of ['AUTH_PBKDF2_VGEN_COUNT', 'AUTH_PBKDF2_SDER_COUNT']) {
      const { standin } = await startStandin({
        deviate: insteadOf(isThird, () => {
          const pairs = new Map<string, readonly [string, number]>([
            ['AUTH_SESSKEY', ['00'.repeat(32), 0]],
            ['AUTH_VFR_DATA', ['00'.repeat(16), 0x4815]],
            ['AUTH_PBKDF2_CSK_SALT', ['00'.repeat(16), 0]],
            ['AUTH_PBKDF2_VGEN_COUNT', ['4096', 0]],
            ['AUTH_PBKDF2_SDER_COUNT', ['3', 0]],
          ])
          pairs.set(key, ['100000000', 0])
          const list = [...pairs].map(([name, [value, flags]]) => [name, value, flags] as const)
          return Buffer.concat([messages.authParameters(list), messages.status()])
        }),
      })
      cleanup(() => standin.close())
      const started = performance.now()
      const result = await testAt(standin.port)
      assert.equal(result.code, 'wrong_protocol', result.message)
      assert.isBelow(performance.now() - started, 1_000, key)
    }
  })

  test('a verifier of another kind is told as a way to sign in that is not supported', async ({
    assert,
    cleanup,
  }) => {
    const { standin } = await startStandin({
      deviate: insteadOf(isThird, () =>
        Buffer.concat([messages.authParameters([['AUTH_VFR_DATA', '', 0x939]]), messages.status()])
      ),
    })
    cleanup(() => standin.close())
    assert.equal((await testAt(standin.port)).code, 'auth_method')
  })

  test('answers that make no sense end the session and nothing else', async ({
    assert,
    cleanup,
  }) => {
    const nonsense: Record<string, Buffer> = {
      'an unknown message': Buffer.from([0x63]),
      [ENDLESS]: new WireWriter().u8(MESSAGE.describeInfo, 0).int(0, 0xffffffff).u8(0).toBuffer(),
      'an integer that is too long': Buffer.from([MESSAGE.status, 9, 1, 1, 1, 1, 1, 1, 1, 1, 1]),
      'a value that is longer than anything': Buffer.concat([
        messages.describeInfo([column('A')], release),
        messages.rowHeader(),
        new WireWriter().u8(MESSAGE.rowData, 0xfe).int(0xfffffff0).toBuffer(),
      ]),
      'columns nobody asked for': describeOfType(119),
      'cursors in cursors': describeOfType(102),
      'objects': describeOfType(109),
    }
    for (const [what, answer] of Object.entries(nonsense)) {
      const { standin } = await startStandin({ deviate: insteadOf(isQuery, () => answer) })
      cleanup(() => standin.close())
      const result = await testAt(standin.port, { testDeadline: 1_000 })
      const expected = what === ENDLESS ? 'timeout' : 'wrong_protocol'
      assert.equal(result.code, expected, `${what}: ${result.message}`)
      await eventually(() => standin.sessions.size === 0)
    }
  })

  test('rows that weigh nothing do not fill the memory', async ({ assert, cleanup }) => {
    const wide = Array.from({ length: 9_000 }, (_, i) => column(`C${i}`))
    const described = withoutWidth(messages.describeInfo(wide, release))
    const row = Buffer.from([MESSAGE.rowData])
    const { standin } = await startStandin({
      deviate: insteadOf(isQuery, () =>
        Buffer.concat([
          described,
          messages.rowHeader(),
          ...Array.from({ length: 50_000 }, () => row),
        ])
      ),
    })
    cleanup(() => standin.close())
    const before = process.memoryUsage().heapUsed
    const result = await testAt(standin.port, { testDeadline: 5_000 })
    assert.equal(result.code, 'wrong_protocol', result.message)
    assert.isBelow(process.memoryUsage().heapUsed - before, 200 * 1024 * 1024)
  })

  test('a description of endless columns is cut off', async ({ assert, cleanup }) => {
    const wide = Array.from({ length: 15_000 }, () => column('C'))
    const { standin } = await startStandin({
      deviate: insteadOf(isQuery, () => messages.describeInfo(wide, release)),
    })
    cleanup(() => standin.close())
    const result = await testAt(standin.port)
    assert.equal(result.code, 'wrong_protocol', result.message)
  })

  test('a value that comes in countless small pieces does not keep the process busy', async ({
    assert,
    cleanup,
  }) => {
    const { standin } = await startStandin({
      packetBytes: 64,
      deviate: insteadOf(isQuery, () =>
        Buffer.concat([
          messages.describeInfo([{ name: 'A', type: 'varchar' }], release),
          messages.rowHeader(),
          new WireWriter()
            .u8(MESSAGE.rowData)
            .value(Buffer.alloc(8 * 1024 * 1024))
            .toBuffer(),
        ])
      ),
    })
    cleanup(() => standin.close())
    const before = process.cpuUsage()
    const result = await testAt(standin.port, { testDeadline: 2_000 })
    assert.equal(result.code, 'timeout', result.message)
    const { user } = process.cpuUsage(before)
    assert.isBelow(user / 1_000, 1_500)
  })

  test('a flood of markers is cut off', async ({ assert, cleanup }) => {
    for (const kind of [packets.MARKER.break, packets.MARKER.reset]) {
      const { standin } = await startStandin()
      const rogue = await rogueServer((socket) => {
        socket.once('data', () => {
          socket.write(packets.acceptPacket(317, 8_192, 0))
          const flood = Buffer.concat(
            Array.from({ length: 5_000 }, () => packets.markerPacket(kind))
          )
          const pour = () => {
            while (!socket.destroyed && socket.write(flood));
          }
          socket.on('drain', pour).on('data', () => {})
          pour()
        })
      })
      cleanup(() => standin.close())
      cleanup(() => rogue.close())
      const result = await testAt(rogue.port, { limits: { wireBytes: 1024 * 1024 } })
      assert.isFalse(result.success)
      await eventually(() => rogue.connections.every((socket) => socket.closed))
    }
  })

  test('packets that may not come now are refused', async ({ assert, cleanup }) => {
    const firsts: Buffer[] = [
      packets.packet(packets.PACKET.data, Buffer.alloc(10)),
      packets.packet(packets.PACKET.marker, Buffer.from([1, 0, 1])),
      packets.packet(packets.PACKET.control, Buffer.alloc(10)),
      packets.packet(packets.PACKET.accept, Buffer.alloc(3)),
      packets.packet(1, Buffer.alloc(60)),
      compressedAccept(),
    ]
    for (const first of firsts) {
      const rogue = await rogueServer((socket) => socket.once('data', () => socket.write(first)))
      cleanup(() => rogue.close())
      const result = await testAt(rogue.port)
      assert.equal(result.code, 'wrong_protocol', `${first.toString('hex')}: ${result.message}`)
    }
  })

  test('an accept that lies about its version or sizes is refused', async ({ assert, cleanup }) => {
    for (const accept of [packets.acceptPacket(317, 4, 0), packets.acceptPacket(314, 8_192, 0)]) {
      const rogue = await rogueServer((socket) => socket.once('data', () => socket.write(accept)))
      cleanup(() => rogue.close())
      const result = await testAt(rogue.port)
      assert.oneOf(result.code, ['wrong_protocol', 'version_unsupported'], result.message)
    }
  })

  test('sessions that broke leave nothing behind that throws when it is collected', async ({
    assert,
    cleanup,
  }) => {
    const before = openSockets()
    const { standin } = await startStandin({ deviate: insteadOf(isQuery, () => null) })
    cleanup(() => standin.close())
    for (let i = 0; i < 5; i++) {
      const result = await testAt(standin.port, { testDeadline: 100 })
      assert.equal(result.code, 'timeout')
    }
    await eventually(() => openSockets() <= before + 1)
    let isCollected = false
    const registry = new FinalizationRegistry(() => (isCollected = true))
    registry.register({}, null)
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    await eventually(() => {
      collect()
      return isCollected
    })
  })

  test('a preview does not wait for more rows than it asked for', async ({ assert, cleanup }) => {
    let fetches = 0
    const { standin } = await startStandin({
      deviate(answer, request) {
        if (request.includes('where rownum')) fetches += 1
        return answer
      },
    })
    cleanup(() => standin.close())
    assert.lengthOf((await previewAt(standin.port)).rows, 2)
    assert.equal(fetches, 1)
  })
})

/** One column of a type that the connector does not ask for. */
function describeOfType(type: number): Buffer {
  const described = messages.describeInfo([column('A')], release)
  const at = described.indexOf(Buffer.from([2, 0, 0, 0x81]))
  described.writeUInt8(type, at)
  return described
}

/** Says of every column that its values have no bytes: the driver then takes them for null. */
function withoutWidth(described: Buffer): Buffer {
  const wide = Buffer.from([2, 0, 0, 0x81, 2, 0x0f, 0xa0])
  const parts: Buffer[] = []
  let from = 0
  for (let at = described.indexOf(wide); at !== -1; at = described.indexOf(wide, from)) {
    parts.push(described.subarray(from, at), Buffer.from([2, 0, 0, 0x81, 0]))
    from = at + wide.length
  }
  return Buffer.concat([...parts, described.subarray(from)])
}

function compressedAccept(): Buffer {
  const accept = packets.acceptPacket(317, 8_192, 0)
  accept.writeUInt8(0x88, 40)
  return accept
}
