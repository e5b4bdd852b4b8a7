import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import testUtils from '@adonisjs/core/services/test_utils'
import { test } from '@japa/runner'

test.group('The signal of a client', () => {
  test('has aborted already when the client went away before anybody asked', async ({
    assert,
    cleanup,
  }) => {
    const gone = Promise.withResolvers<AbortSignal>()
    const server = createServer(async (req, res) => {
      await once(res, 'close')
      const ctx = await testUtils.createHttpContext({ req, res })
      gone.resolve(ctx.clientSignal)
    }).listen(0, '127.0.0.1')
    cleanup(() => void server.close())
    await once(server, 'listening')
    const client = connect((server.address() as AddressInfo).port, '127.0.0.1')
    server.once('request', () => client.destroy())
    client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')

    const signal = await gone.promise
    assert.isTrue(signal.aborted)
  })
})
