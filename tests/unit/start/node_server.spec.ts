import { once } from 'node:events'
import type { RequestListener } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { test } from '@japa/runner'
import { NodeServer } from '#start/node_server'

/** Something that ends when the test says so. */
interface Held {
  begun: Promise<void>
  end(): void
}

async function serve(handle: RequestListener, patience?: number) {
  const server = new NodeServer(handle, patience)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const dial = async () => {
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => {})
    await once(socket, 'connect')
    return socket
  }
  return { server, dial }
}

/** A handler that answers when it is let, and tells when it was asked. */
function holding(): { handle: RequestListener } & Held {
  const begun = Promise.withResolvers<void>()
  const ended = Promise.withResolvers<void>()
  return {
    begun: begun.promise,
    end: () => ended.resolve(),
    handle: async (_request, response) => {
      begun.resolve()
      await ended.promise
      response.end('done')
    },
  }
}

async function textOf(socket: Socket): Promise<string> {
  const chunks: Buffer[] = []
  socket.on('data', (chunk) => chunks.push(chunk))
  await once(socket, 'close')
  return Buffer.concat(chunks).toString()
}

const GET = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'

test.group('The server that closes', () => {
  test('answers who waits, though their line would have stayed open, and then ends', async ({
    assert,
  }) => {
    const { handle, begun, end } = holding()
    const { server, dial } = await serve(handle)
    const socket = await dial()
    const text = textOf(socket)
    socket.write(GET)
    await begun
    const closed = new Promise((resolve) => server.close(resolve))
    end()
    assert.match(await text, /^HTTP\/1\.1 200 OK\r\n[^]*done/)
    await closed
  })

  test('does not wait for lines on which nothing was asked, or nothing more', async ({
    assert,
  }) => {
    const { server, dial } = await serve((_request, response) => void response.end('done'))
    const silent = await dial()
    const idle = await dial()
    idle.write(GET)
    await once(idle, 'data')
    const ends = [once(silent, 'close'), once(idle, 'close')]
    await new Promise((resolve) => server.close(resolve))
    await Promise.all(ends)
    assert.isFalse(server.listening)
  })

  test('cuts off whoever does not come to an end, and waits until the handler has', async ({
    assert,
  }) => {
    const steps: string[] = []
    const begun = Promise.withResolvers<void>()
    const { server, dial } = await serve(async (request, response) => {
      response.write('first words')
      begun.resolve()
      await once(request.socket, 'close')
      steps.push('handler')
    }, 1)
    const socket = await dial()
    const text = textOf(socket)
    socket.write(GET)
    await begun.promise
    await new Promise((resolve) => server.close(resolve))
    steps.push('closed')
    assert.deepEqual(steps, ['handler', 'closed'])
    assert.notInclude(await text, '\r\n0\r\n\r\n')
  })

  test('gets no bytes of its own into the middle of an answer', async ({ assert }) => {
    const begun = Promise.withResolvers<void>()
    const { server, dial } = await serve((_request, response) => {
      response.write('half of it')
      begun.resolve()
    })
    const socket = await dial()
    const text = textOf(socket)
    socket.write(GET)
    await begun.promise
    socket.write('this is no HTTP\r\n\r\n')
    const said = await text
    assert.equal(said.match(/HTTP\/1\.1/g)?.length, 1)
    await new Promise((resolve) => server.close(resolve))
  })
})
