import { once } from 'node:events'
import { test } from '@japa/runner'
import { dialEndpoints } from '#connectors/dialer'
import { closedPort, rogueServer, silent } from '#tests/conformance/rogue_server'
import { eventually } from '#tests/conformance/workbench'

const { signal } = new AbortController()
const on = (port: number) => ({ address: '127.0.0.1', port })

test.group('Dialling', () => {
  test('the next address is tried when one refuses', async ({ assert, cleanup }) => {
    const server = await rogueServer(silent)
    cleanup(() => server.close())
    const socket = await dialEndpoints([on(await closedPort()), on(server.port)], signal)
    cleanup(() => void socket.destroy())
    assert.equal(socket.remotePort, server.port)
  })

  test('a connection that fails later dials no other address', async ({ assert, cleanup }) => {
    const [first, second] = [await rogueServer(silent), await rogueServer(silent)]
    cleanup(() => first.close())
    cleanup(() => second.close())
    const socket = await dialEndpoints([on(first.port), on(second.port)], signal)
    const closed = once(socket, 'close').catch(() => {})
    socket.destroy(new Error('cut off'))
    await closed

    // Whatever was dialled before this one arrives before it.
    const marker = await dialEndpoints([on(second.port)], signal)
    cleanup(() => void marker.destroy())
    await eventually(() => second.connections.length > 0)
    assert.equal(second.connections[0]?.remotePort, marker.localPort)
  })
})
