import { test } from '@japa/runner'
import { v7 as uuid } from 'uuid'
import { ApiPerson, send, type ApiAnswer } from '#tests/support/api_person'
import { postgresBody } from '#tests/support/connection_bodies'

interface Route {
  name: string
  call: (person: ApiPerson, id: string) => Promise<ApiAnswer>
  writes?: boolean
}

const routes: Route[] = [
  { name: 'GET', call: (person, id) => person.get(`/connectors/${id}`) },
  {
    name: 'PUT',
    call: (person, id) => person.put(`/connectors/${id}`, postgresBody()),
    writes: true,
  },
  {
    name: 'PATCH',
    call: (person, id) => person.patch(`/connectors/${id}`, { name: 'x' }),
    writes: true,
  },
  { name: 'DELETE', call: (person, id) => person.delete(`/connectors/${id}`), writes: true },
  { name: 'POST test', call: (person, id) => person.post(`/connectors/${id}/test`), writes: true },
  {
    name: 'POST test with its id',
    call: (person, id) => person.post('/connectors/test', { connectionId: id }),
    writes: true,
  },
  { name: 'GET tables', call: (person, id) => person.get(`/connectors/${id}/tables`) },
  {
    name: 'GET preview',
    call: (person, id) => person.get(`/connectors/${id}/tables/t/preview`),
  },
]

async function connectionOf(person: ApiPerson, changes: Record<string, unknown> = {}) {
  return (await person.post('/connectors', postgresBody(changes))).body.data.id as string
}

function withoutRequestId({ status, headers, text, body }: ApiAnswer) {
  const names = [...headers.keys()].sort()
  return { status, names, text: text.replace(body.requestId, '') }
}

test.group('Who may do what with a connection', () => {
  for (const { name, call, writes } of routes) {
    test(`${name}: a stranger gets the same 404 as for what does not exist`, async ({ assert }) => {
      const id = await connectionOf(await ApiPerson.create())
      const stranger = await ApiPerson.create('admin')
      const theirs = await call(stranger, id)
      const missing = await call(stranger, uuid())

      assert.equal(theirs.status, 404)
      assert.deepEqual(withoutRequestId(theirs), withoutRequestId(missing))
    })

    test(`${name}: a private connection of a colleague is not there`, async ({ assert }) => {
      const owner = await ApiPerson.create()
      const id = await connectionOf(owner, { visibility: 'private' })
      const admin = await ApiPerson.create('admin', owner)

      assert.equal((await call(admin, id)).status, 404)
    })

    test(`${name}: ids that are none are not there`, async ({ assert }) => {
      const person = await ApiPerson.create()
      for (const id of ['1', 'x%00y', "'", '%F0%9F%98%80']) {
        assert.equal((await call(person, id)).status, 404, id)
      }
    })

    if (writes) {
      test(`${name}: a viewer is refused`, async ({ assert }) => {
        const owner = await ApiPerson.create()
        const id = await connectionOf(owner)
        const viewer = await ApiPerson.create('viewer', owner)
        const answer = await call(viewer, id)

        assert.equal(answer.status, 403)
        assert.equal(answer.body.errors[0].code, 'E_FORBIDDEN')
      })
    }
  }

  test('a viewer may not create or test anything', async ({ assert }) => {
    const viewer = await ApiPerson.create('viewer')
    const { name, ...untitled } = postgresBody()

    assert.equal((await viewer.post('/connectors', postgresBody())).status, 403)
    assert.equal((await viewer.post('/connectors/test', untitled)).status, 403)
  })

  test('a viewer sees what is shared', async ({ assert }) => {
    const owner = await ApiPerson.create()
    const id = await connectionOf(owner)
    const viewer = await ApiPerson.create('viewer', owner)

    assert.equal((await viewer.get(`/connectors/${id}`)).status, 200)
  })

  test('an editor edits and deletes what a colleague shares', async ({ assert }) => {
    const owner = await ApiPerson.create()
    const id = await connectionOf(owner)
    const colleague = await ApiPerson.create('editor', owner)

    assert.equal((await colleague.patch(`/connectors/${id}`, { name: 'Ours' })).status, 200)
    assert.equal((await colleague.delete(`/connectors/${id}`)).status, 204)
  })

  test('only its owner makes a shared connection private', async ({ assert }) => {
    const owner = await ApiPerson.create()
    const id = await connectionOf(owner)
    const colleague = await ApiPerson.create('admin', owner)
    const change = { visibility: 'private' }

    assert.equal((await colleague.patch(`/connectors/${id}`, change)).status, 403)
    assert.equal((await owner.patch(`/connectors/${id}`, change)).status, 200)
    assert.equal((await colleague.get(`/connectors/${id}`)).status, 404)
  })

  test('a put that does not speak of visibility and tags keeps them', async ({ assert }) => {
    const owner = await ApiPerson.create()
    const id = await connectionOf(owner, { visibility: 'private', tags: ['a'] })
    const answer = await owner.put(`/connectors/${id}`, postgresBody({ name: 'New' }))

    assert.equal(answer.status, 200, answer.text)
    assert.containSubset(answer.body.data, { name: 'New', visibility: 'private', tags: ['a'] })
  })

  for (const token of [undefined, 'Bearer nonsense', 'Basic YTpi']) {
    test(`without a token (${token}) everything is 401, whatever is sent`, async ({ assert }) => {
      const headers: Record<string, string> = token ? { authorization: token } : {}
      const requests: [string, string, unknown?][] = [
        ['GET', '/connectors?page=x'],
        ['POST', '/connectors', { nonsense: true }],
        ['GET', '/connectors/engines'],
        ['GET', '/connectors/engines/x/grants'],
        ['POST', '/connectors/urls', {}],
        ['POST', '/connectors/test', {}],
        ['GET', '/connectors/1'],
        ['PUT', '/connectors/1', {}],
        ['PATCH', '/connectors/1', {}],
        ['DELETE', '/connectors/1'],
        ['POST', '/connectors/1/test', {}],
        ['GET', '/connectors/1/tables'],
        ['GET', '/connectors/1/tables/t/preview'],
        ['GET', '/audit-events'],
      ]
      for (const [method, path, body] of requests) {
        const answer = await send(method, path, body, headers)
        assert.equal(answer.status, 401, `${method} ${path}`)
      }
      const malformed = await fetch(`http://127.0.0.1:${process.env.PORT}/api/v2/connectors`, {
        method: 'POST',
        body: '{',
        headers: { 'content-type': 'text/plain', ...headers },
      })
      assert.equal(malformed.status, 401)
    })
  }
})
