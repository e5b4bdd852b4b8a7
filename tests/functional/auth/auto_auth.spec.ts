import { test } from '@japa/runner'
import { UserFactory } from '#database/factories/user_factory'
import { CookieClient } from '#tests/support/cookie_client'
import { startVarlor, type VarlorProcess } from '#tests/support/varlor_process'

const ME = '/api/v2/auth/me'

test.group('AUTO_AUTH in development', (group) => {
  let server: VarlorProcess
  group.setup(async () => {
    await UserFactory.apply('admin').create()
    server = await startVarlor({ NODE_ENV: 'development', AUTO_AUTH: 'true' })
    return () => server.stop()
  })

  test('whoever comes without a login is the first administrator', async ({ assert }) => {
    const browser = new CookieClient(server.origin)
    const response = await browser.get(ME)

    assert.equal(response.status, 200)
    assert.containSubset(await response.json(), { data: { role: 'admin' } })
    assert.equal((await browser.get(ME)).status, 200)
  })

  test('a page of another site gets nothing through the developer’s browser', async ({
    assert,
  }) => {
    const headers = { 'sec-fetch-site': 'cross-site' }
    const response = await new CookieClient(server.origin).get(ME, headers)

    assert.equal(response.status, 401)
  })

  test('a wrong token stays wrong', async ({ assert }) => {
    const headers = { authorization: 'Bearer wrong' }
    const response = await new CookieClient(server.origin).get(ME, headers)

    assert.equal(response.status, 401)
  })
})

test.group('AUTO_AUTH outside development', () => {
  test('it signs nobody in', async ({ assert }) => {
    await UserFactory.apply('admin').create()
    const server = await startVarlor({ AUTO_AUTH: 'true' })
    const response = await new CookieClient(server.origin).get(ME)
    await server.stop()

    assert.equal(response.status, 401)
  })
})
