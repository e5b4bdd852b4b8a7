import { request as httpRequest } from 'node:http'
import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { ConnectionStore } from '#services/connection_store'
import { ApiPerson, send } from '#tests/support/api_person'
import { CANARY, postgresBody } from '#tests/support/connection_bodies'
import { logged } from '#tests/support/logged'

const ORIGIN = `http://127.0.0.1:${process.env.PORT}`

async function raw(
  person: ApiPerson,
  body: string | Blob,
  type: string | null = 'application/json'
) {
  const headers: Record<string, string> = { authorization: `Bearer ${person.token}` }
  if (type) headers['content-type'] = type
  const response = await fetch(`${ORIGIN}/api/v2/connectors`, { method: 'POST', headers, body })
  const answer = (await response.json()) as {
    errors: { code: string; field?: string }[]
    requestId: string
  }
  return { status: response.status, ...answer }
}

test.group('Failed answers', () => {
  test('an address that does not exist is 404 in the one shape', async ({ assert }) => {
    const answer = await send('GET', '/nonsense')

    assert.equal(answer.status, 404)
    assert.deepEqual(answer.body, {
      errors: [{ code: 'E_ROUTE_NOT_FOUND', message: 'There is no such address.' }],
      requestId: answer.headers.get('x-request-id'),
    })
  })

  test('a program that accepts only pages gets JSON all the same', async ({ assert }) => {
    const response = await fetch(`${ORIGIN}/api/v2/nonsense`, { headers: { accept: 'text/html' } })

    assert.match(response.headers.get('content-type') ?? '', /^application\/json/)
  })

  test('a known address with another method is 405 and says which ones it takes', async ({
    assert,
  }) => {
    const answer = await send('DELETE', '/connectors')

    assert.equal(answer.status, 405)
    assert.equal(answer.headers.get('allow'), 'GET, HEAD, POST')
    assert.equal(answer.body.errors[0].code, 'E_METHOD_NOT_ALLOWED')
  })

  test('JSON that is none is 400', async ({ assert }) => {
    const person = await ApiPerson.create()
    for (const body of ['{', '{"name": }', '[1,']) {
      const answer = await raw(person, body)
      assert.equal(answer.status, 400, body)
      assert.equal(answer.errors[0]?.code, 'E_MALFORMED_BODY')
    }
  })

  test('a body that is no object is refused', async ({ assert }) => {
    const person = await ApiPerson.create()
    for (const body of ['"text"', '7', 'null', '[]', '[{}]', '']) {
      const { status, errors } = await raw(person, body)
      assert.include([400, 422], status, body)
      assert.isNotEmpty(errors)
    }
  })

  test('a body of another kind is 415', async ({ assert }) => {
    const person = await ApiPerson.create()
    const json = JSON.stringify(postgresBody())
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      null,
    ]) {
      const answer = await raw(person, type === null ? new Blob([json]) : json, type)
      assert.equal(answer.status, 415, String(type))
      assert.equal(answer.errors[0]?.code, 'E_UNSUPPORTED_MEDIA_TYPE')
    }
  })

  test('a body that is too large is 413', async ({ assert }) => {
    const person = await ApiPerson.create()
    const answer = await raw(person, JSON.stringify({ name: 'x'.repeat(300_000) }))

    assert.equal(answer.status, 413)
    assert.equal(answer.errors[0]?.code, 'E_BODY_TOO_LARGE')
  })

  for (const field of [
    'id',
    'tenantId',
    'ownerId',
    'encryptedCredentials',
    'version',
    'toString',
  ]) {
    test(`the unknown field ${field} is refused by name`, async ({ assert }) => {
      const person = await ApiPerson.create()
      const answer = await person.post('/connectors', postgresBody({ [field]: 'x' }))

      assert.equal(answer.status, 422)
      assert.containSubset(answer.body.errors, [{ code: 'E_UNKNOWN_FIELD', field }])
    })
  }

  test('unknown fields are refused at every depth', async ({ assert }) => {
    const person = await ApiPerson.create()
    const { config } = postgresBody()
    const answer = await person.post(
      '/connectors',
      postgresBody({
        config: { ...config, options: '-c x', tls: { mode: 'disable', rejectUnauthorized: false } },
        credentials: { token: 'x' },
      })
    )

    assert.equal(answer.status, 422)
    assert.containSubset(answer.body.errors, [
      { code: 'E_UNKNOWN_FIELD', field: 'config.options' },
      { code: 'E_UNKNOWN_FIELD', field: 'config.tls.rejectUnauthorized' },
      { code: 'E_UNKNOWN_FIELD', field: 'credentials.token' },
    ])
  })

  test('each invalid field is named', async ({ assert }) => {
    const person = await ApiPerson.create()
    const answer = await person.post('/connectors', {
      type: 'postgresql',
      config: { host: 'h', port: '5432', username: 'u'.repeat(70) },
      tags: ['ok', ''],
    })

    const fields = answer.body.errors.map(({ field }: { field: string }) => field)
    assert.includeMembers(fields, [
      'name',
      'config.port',
      'config.database',
      'config.username',
      'tags.1',
    ])
    assert.containSubset(answer.body.errors, [{ code: 'E_REQUIRED', field: 'name' }])
  })

  test('an engine that does not exist is refused as such', async ({ assert }) => {
    const person = await ApiPerson.create()
    const unknown = await person.post('/connectors', postgresBody({ type: 'constructor' }))

    assert.equal(unknown.status, 422)
    assert.containSubset(unknown.body.errors, [{ code: 'E_INVALID', field: 'type' }])
  })

  test('a decent request id is kept and any other is replaced', async ({ assert }) => {
    const decent = await send('GET', '/nonsense', undefined, { 'x-request-id': 'proxy-1234.abc' })
    const odd = await send('GET', '/nonsense', undefined, { 'x-request-id': 'a b"<script>' })
    const long = await send('GET', '/nonsense', undefined, { 'x-request-id': 'x'.repeat(500) })

    assert.equal(decent.body.requestId, 'proxy-1234.abc')
    assert.equal(decent.headers.get('x-request-id'), 'proxy-1234.abc')
    for (const { body, headers } of [odd, long]) {
      assert.match(body.requestId, /^[0-9a-f-]{36}$/)
      assert.equal(headers.get('x-request-id'), body.requestId)
    }
  })

  test('an unforeseen error tells the client nothing and the log its kind and place', async ({
    assert,
    cleanup,
  }) => {
    const person = await ApiPerson.create()
    class Broken extends ConnectionStore {
      async paginate(): Promise<never> {
        throw new TypeError(`boom ${CANARY}`, { cause: new Error(`driver said ${CANARY}`) })
      }
    }
    app.container.swap(ConnectionStore, () => new Broken())
    cleanup(() => app.container.restore(ConnectionStore))
    const lines = await logged(() => person.get('/connectors'))
    const answer = await person.get('/connectors')

    assert.equal(answer.status, 500)
    assert.deepEqual(Object.keys(answer.body.errors[0]).sort(), ['code', 'hint', 'message'])
    assert.equal(answer.body.errors[0].code, 'E_INTERNAL')
    assert.notInclude(answer.text, CANARY)
    assert.include(lines, 'TypeError')
    assert.include(lines, 'errors.spec')
    assert.notInclude(lines, CANARY)
  })

  test('while our own database is away the answer is 503 with Retry-After', async ({
    assert,
    cleanup,
  }) => {
    const person = await ApiPerson.create()
    class Away extends ConnectionStore {
      async paginate(): Promise<never> {
        throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
      }
    }
    app.container.swap(ConnectionStore, () => new Away())
    cleanup(() => app.container.restore(ConnectionStore))
    const answer = await person.get('/connectors')

    assert.equal(answer.status, 503)
    assert.isAbove(Number(answer.headers.get('retry-after')), 0)
    assert.equal(answer.body.errors[0].code, 'E_UNAVAILABLE')
  })

  test('an address that cannot be decoded is a 4xx, not a fault', async ({ assert }) => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const url = `${ORIGIN}/api/v2/connectors/%E0%A4%A`
      httpRequest(url, ({ statusCode }) => resolve(statusCode))
        .on('error', reject)
        .end()
    })

    assert.isAtLeast(status ?? 0, 400)
    assert.isBelow(status ?? 500, 500)
  })

  test('a page that does not exist is a page', async ({ assert }) => {
    const response = await fetch(`${ORIGIN}/nonsense`, { headers: { accept: 'text/html' } })

    assert.equal(response.status, 404)
    assert.match(response.headers.get('content-type') ?? '', /^text\/html/)
    assert.include(await response.text(), 'There is nothing here')
  })
})
