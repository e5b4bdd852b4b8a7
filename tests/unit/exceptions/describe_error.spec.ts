import { test } from '@japa/runner'
import { Redis } from 'ioredis'
import redisConfig from '#config/redis'
import { describeError } from '#exceptions/describe_error'
import { rogueServer, silent } from '#tests/conformance/rogue_server'

test.group('What is said of an error', () => {
  test('{code} of our own database asks to try again')
    .with(
      [
        ...['ER_LOCK_DEADLOCK', '40P01', '40001', '55P03', 'SQLITE_BUSY'],
        ...['ECONNREFUSED', 'ETIMEDOUT', '57P02', 'SQLITE_FULL', '53100', 'SQLITE_BUSY_SNAPSHOT'],
      ].map((code) => ({ code }))
    )
    .run(({ assert }, { code }) => {
      const { status, headers } = describeError(Object.assign(new Error('database'), { code }))
      assert.equal(status, 503)
      assert.equal(headers['Retry-After'], '5')
    })

  test('a Redis that takes connections and says nothing is away', async ({ assert, cleanup }) => {
    const server = await rogueServer(silent)
    const { main } = redisConfig.connections
    const redis = new Redis({ ...main, host: '127.0.0.1', port: server.port, commandTimeout: 50 })
    redis.on('error', () => {})
    cleanup(async () => {
      redis.disconnect()
      await server.close()
    })
    assert.isBelow(main.commandTimeout, 5_000)
    const error: unknown = await redis.get('anything').catch((thrown: unknown) => thrown)
    assert.equal(describeError(error).status, 503)
  })
})
