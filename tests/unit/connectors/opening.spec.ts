import { once } from 'node:events'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { test } from '@japa/runner'
import { engines } from '#connectors/registry'
import { Opening } from '#connectors/opening'
import { ProbeRecorder } from '#connectors/probe_recorder'
import { WireLimitExceeded } from '#connectors/wire_meter'
import { rogueServer, silent } from '#tests/conformance/rogue_server'
import { eventually, loopbackPolicy, never, openSockets } from '#tests/conformance/workbench'

function opening(signal: AbortSignal = never): Opening {
  return new Opening({
    target: { tenantId: 't', config: {}, credentials: {} },
    egress: loopbackPolicy(),
    probes: new ProbeRecorder(engines.postgresql.probes),
    wireBytes: 1_000,
    signal,
  })
}

/** A socket that the other end has closed meanwhile; nothing here holds it. */
async function dialAndLose(one: Opening, port: number): Promise<WeakRef<object>> {
  const socket = await one.dialBeside('127.0.0.1', port)
  socket.resume()
  await once(socket, 'close')
  return new WeakRef(socket)
}

test.group('An opening', () => {
  test('tears down all of what it has, whatever one part of it throws', ({ assert }) => {
    const one = opening()
    const ended: string[] = []
    one.onTeardown(() => ended.push('first'))
    one.onTeardown(() => {
      throw new Error('gone already')
    })
    one.onTeardown(() => ended.push('last'))
    one.tearDown()
    one.tearDown()
    assert.deepEqual(ended, ['first', 'last'])
  })

  test('what is dialled after it has ended is ended at once, and not watched', async ({
    assert,
    cleanup,
  }) => {
    const server = await rogueServer(silent)
    cleanup(() => server.close())
    const one = opening()
    const before = openSockets()
    const dialling = one.dial('127.0.0.1', server.port)
    one.tearDown()
    const socket = await dialling
    assert.isTrue(socket.destroyed)
    await eventually(() => openSockets() <= before)
  })

  test('what is dialled is ended once', async ({ assert, cleanup }) => {
    const server = await rogueServer(silent)
    cleanup(() => server.close())
    const one = opening()
    const socket = await one.dial('127.0.0.1', server.port)
    let ends = 0
    const destroy = socket.destroy.bind(socket)
    socket.destroy = () => {
      ends += 1
      return destroy()
    }
    one.tearDown()
    assert.equal(ends, 1)
  })

  test('a target that floods the connection for cancelling is cut off', async ({
    assert,
    cleanup,
  }) => {
    const flood = Buffer.alloc(64 * 1024)
    const server = await rogueServer((socket) => {
      const pour = () => {
        while (!socket.destroyed && socket.write(flood));
      }
      if (server.connections.length > 1) socket.on('drain', pour).resume() && pour()
      else socket.resume()
    })
    cleanup(() => server.close())
    const one = opening()
    cleanup(() => one.tearDown())
    const first = await one.dial('127.0.0.1', server.port)
    one.stopMeters()
    const second = await one.redial()
    const [error] = await once(second.resume(), 'error')
    assert.instanceOf(error, WireLimitExceeded)
    assert.isTrue(second.destroyed)
    assert.isBelow(second.bytesRead, 1024 * 1024)
    assert.isFalse(first.destroyed)
    assert.isFalse(one.isLost)
  })

  test('sockets that have ended are forgotten while the session goes on', async ({
    assert,
    cleanup,
  }) => {
    const server = await rogueServer((socket) => void socket.end())
    cleanup(() => server.close())
    const one = opening()
    cleanup(() => one.tearDown())
    const dialled: WeakRef<object>[] = []
    for (let i = 0; i < 20; i++) dialled.push(await dialAndLose(one, server.port))
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    await eventually(() => {
      collect()
      return dialled.filter((socket) => socket.deref() !== undefined).length <= 1
    })
    assert.isFalse(one.isLost)
  }).timeout(5_000)
})
