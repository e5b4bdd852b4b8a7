import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { Readiness } from '#services/readiness'

const ORIGIN = `http://127.0.0.1:${process.env.PORT}`

test.group('Health', () => {
  test('live and ready answer without a token and tell no versions', async ({ assert }) => {
    for (const path of ['/health/live', '/health/ready']) {
      const response = await fetch(ORIGIN + path)
      const text = await response.text()

      assert.equal(response.status, 200)
      assert.equal(JSON.parse(text).data.status, 'ok')
      assert.notMatch(text, /\d+\.\d+/)
      assert.isNull(response.headers.get('set-cookie'))
    }
  })

  test('ready is 503 while the database does not answer', async ({ assert, cleanup }) => {
    class Down extends Readiness {
      async check() {
        return { database: 'down' as const }
      }
    }
    app.container.swap(Readiness, () => new Down())
    cleanup(() => app.container.restore(Readiness))
    const response = await fetch(`${ORIGIN}/health/ready`)

    assert.equal(response.status, 503)
    assert.isNotNull(response.headers.get('retry-after'))
    const { errors } = (await response.json()) as { errors: { code: string; message: string }[] }
    assert.deepInclude(errors[0], { code: 'E_UNAVAILABLE', message: 'No answer from: database.' })
    assert.equal((await fetch(`${ORIGIN}/health/live`)).status, 200)
  })

  test('an unknown address under health is JSON', async ({ assert }) => {
    const response = await fetch(`${ORIGIN}/health/nonsense`)

    assert.equal(response.status, 404)
    assert.match(response.headers.get('content-type') ?? '', /^application\/json/)
  })
})
