import { readFile } from 'node:fs/promises'
import router from '@adonisjs/core/services/router'
import { test } from '@japa/runner'
import { ANY_CODES } from '#exceptions/codes'
import { openapiDocument } from '#openapi/document'
import { operations } from '#openapi/operations'
import { checkContract } from '#tests/support/contract'
import { send } from '#tests/support/api_person'

const ORIGIN = `http://127.0.0.1:${process.env.PORT}`

test.group('The OpenAPI document', () => {
  test('names every route of the API and no other', ({ assert }) => {
    const routes = Object.values(router.toJSON())
      .flat()
      .filter(({ pattern }) => pattern.startsWith('/api/'))
      .flatMap(({ methods, pattern }) =>
        methods.filter((method) => method !== 'HEAD').map((method) => `${method} ${pattern}`)
      )

    assert.isNotEmpty(routes)
    assert.sameMembers(routes, Object.keys(operations))
  })

  test('is served without a token', async ({ assert }) => {
    const { status, body } = await send('GET', '/openapi.json')

    assert.equal(status, 200)
    assert.match(body.openapi, /^3\.1/)
    const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string }
    assert.equal(body.info.version, version)
    assert.deepEqual(body.paths['/api/v2/connectors/{id}'].get.parameters[0].name, 'id')
  })

  test('resolves all its references', ({ assert }) => {
    const document = openapiDocument('1.0.0')
    const text = JSON.stringify(document)
    const references = new Set([...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)])

    assert.isAbove(references.size, 10)
    for (const [, name] of references) assert.property(document.components.schemas, String(name))
  })

  test('documents every code', ({ assert }) => {
    const { description } = openapiDocument('1.0.0').info

    for (const code of ANY_CODES) assert.include(description, `\`${code}\``)
  })

  test('would catch an answer that has more, less or other than it says', ({ assert }) => {
    const exchange = {
      method: 'GET',
      path: '/connectors',
      sent: undefined,
      status: 200,
      type: 'application/json',
    }
    const meta = { page: 1, perPage: 20, total: 0, lastPage: 1 }

    checkContract({ ...exchange, body: { data: [], meta } })
    assert.throws(() => checkContract({ ...exchange, body: { data: [], meta, more: 1 } }), /match/)
    assert.throws(() => checkContract({ ...exchange, body: { data: [] } }), /match/)
    assert.throws(() => checkContract({ ...exchange, body: { data: [{}], meta } }), /match/)
    assert.throws(() => checkContract({ ...exchange, status: 418, body: {} }), /not documented/)
    const failure = { errors: [{ code: 'E_MADE_UP', message: 'x' }], requestId: 'r' }
    assert.throws(() => checkContract({ ...exchange, status: 401, body: failure }), /match/)
  })
})

test.group('The reference page', () => {
  test('loads only our own files and runs nothing inline', async ({ assert }) => {
    const response = await fetch(`${ORIGIN}/docs`)
    const html = await response.text()
    const sources = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, source]) =>
      String(source)
    )

    assert.equal(response.status, 200)
    assert.match(response.headers.get('content-type') ?? '', /^text\/html/)
    assert.isNotEmpty(sources)
    for (const source of sources) {
      if (source === 'data:,') continue
      assert.match(source, /^\/[^/]/)
      assert.equal((await fetch(`${ORIGIN}${source}`)).status, 200, source)
    }
    assert.notMatch(html, /<script(?![^>]*\ssrc=)|<style|\son\w+=|style="/)
  })

  for (const name of ['package.json', '..%2Fpackage.json', 'constructor', 'index.html']) {
    test(`does not serve ${name}`, async ({ assert }) => {
      assert.equal((await fetch(`${ORIGIN}/docs/${name}`)).status, 404)
    })
  }
})
