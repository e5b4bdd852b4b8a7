import { gzipSync } from 'node:zlib'
import { test } from '@japa/runner'
import { ApiPerson } from '#tests/support/api_person'
import { postgresBody } from '#tests/support/connection_bodies'
import { exchange } from '#tests/support/raw_http'

const ORIGIN = `http://127.0.0.1:${process.env.PORT}`

interface Failure {
  errors: { code: string; field?: string }[]
}

async function post(
  person: ApiPerson,
  body: string | Buffer<ArrayBuffer>,
  headers: Record<string, string> = {}
) {
  const response = await fetch(`${ORIGIN}/api/v2/connectors`, {
    method: 'POST',
    headers: {
      'authorization': `Bearer ${person.token}`,
      'content-type': 'application/json',
      ...headers,
    },
    body,
  })
  return { status: response.status, ...((await response.json()) as Failure) }
}

test.group('Bodies', () => {
  test('a compressed one is refused unread, however little it is', async ({ assert }) => {
    const person = await ApiPerson.create()
    const bomb = gzipSync(Buffer.alloc(50_000_000))
    for (const encoding of ['gzip', 'deflate', 'br', 'gzip, identity']) {
      const answer = await post(person, bomb, { 'content-encoding': encoding })
      assert.equal(answer.status, 415)
      assert.equal(answer.errors[0]?.code, 'E_UNSUPPORTED_MEDIA_TYPE')
    }
  })

  test('deep, ambiguous and unstorable ones are 422 and name the field', async ({ assert }) => {
    const person = await ApiPerson.create()
    const deep = `{"config":${'{"a":'.repeat(40)}1${'}'.repeat(41)}`
    assert.equal((await post(person, deep)).status, 422)
    const twice = await post(person, '{"name":"a","name":"b"}')
    assert.equal(twice.status, 422)
    assert.equal(twice.errors[0]?.field, 'name')
    const nul = await post(person, JSON.stringify(postgresBody({ name: 'a\0' })))
    assert.equal(nul.status, 422)
    assert.equal(nul.errors[0]?.field, 'name')
    const proto = await post(person, '{"config":{"__proto__":{"host":"x"}}}')
    assert.equal(proto.status, 422)
    assert.equal(proto.errors[0]?.field, 'config.__proto__')
  })

  test('one that is too large, by what it says or by what comes, ends the line', async ({
    assert,
  }) => {
    const person = await ApiPerson.create()
    const head = [
      'POST /api/v2/connectors HTTP/1.1',
      'Host: localhost',
      'Content-Type: application/json',
      `Authorization: Bearer ${person.token}`,
    ]
    const said = await exchange([...head, 'Content-Length: 99999999', '', '{'].join('\r\n'))
    assert.match(said, /^HTTP\/1\.1 413 /)
    assert.match(said, /\r\nConnection: close\r\n/i)
    const chunk = `40000\r\n${' '.repeat(0x40000)}\r\n`
    const come = await exchange(
      [...head, 'Transfer-Encoding: chunked', '', chunk.repeat(2)].join('\r\n')
    )
    assert.match(come, /^HTTP\/1\.1 413 /)
    assert.match(come, /\r\nConnection: close\r\n/i)
  })

  test('a page reads no more than the API does', async ({ assert }) => {
    const large = await fetch(`${ORIGIN}/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'accept': 'application/json' },
      body: JSON.stringify({ email: 'x'.repeat(300_000) }),
    })
    assert.equal(large.status, 413)
    const packed = await fetch(`${ORIGIN}/sign-in`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'content-encoding': 'gzip',
        'accept': 'application/json',
      },
      body: gzipSync('a=1'),
    })
    assert.equal(packed.status, 415)
  })

  test('U+0000 in an address finds nothing and breaks nothing', async ({ assert }) => {
    const person = await ApiPerson.create()
    for (const path of [
      '/connectors/%00',
      '/connectors?search=%00',
      '/connectors?tag=a%00',
      '/connectors/%00/tables',
      '/tokens/%00',
    ]) {
      const headers = { authorization: `Bearer ${person.token}` }
      const method = path.startsWith('/tokens') ? 'DELETE' : 'GET'
      const { status } = await fetch(`${ORIGIN}/api/v2${path}`, { method, headers })
      assert.include([200, 400, 404, 422], status, path)
    }
  })

  test('thousands of parameters are an ordinary request', async ({ assert }) => {
    const person = await ApiPerson.create()
    const many = Array.from({ length: 1_500 }, (_, count) => `a${count}=1`).join('&')
    const nested = `search${'[a]'.repeat(500)}=1`
    for (const query of [many, nested, 'search[__proto__][x]=1', 'page[]=1&page[]=2']) {
      const headers = { authorization: `Bearer ${person.token}` }
      const { status } = await fetch(`${ORIGIN}/api/v2/connectors?${query}`, { headers })
      assert.include([200, 422], status, query.slice(0, 40))
    }
  })
})
