import { test } from '@japa/runner'
import { ApiPerson } from '#tests/support/api_person'
import { endQueue } from '#tests/support/dataset_rows'
import { endless, importAll, newDataset } from '#tests/support/datasets'

interface Told {
  status: string
  tables: { rows: number }[]
}

test.group('Listening to a dataset', (group) => {
  group.each.setup(endQueue)

  test('tells how it is at once, how it changes, and ends with the import', async ({ assert }) => {
    const person = await ApiPerson.create()
    const { id } = await newDataset(person)
    const { response, events } = await listen(person, id)
    const first = await events.next()
    const importing = importAll()
    const statuses = [first.value?.status]
    for await (const { status } of { [Symbol.asyncIterator]: () => events }) statuses.push(status)
    await importing

    assert.equal(response.status, 200)
    assert.match(response.headers.get('content-type') ?? '', /^text\/event-stream/)
    assert.equal(response.headers.get('cache-control'), 'no-store')
    assert.equal(statuses[0], 'queued')
    assert.equal(statuses.at(-1), 'succeeded')
  })

  test('tells the same as showing it', async ({ assert }) => {
    const person = await ApiPerson.create()
    const { id } = await newDataset(person)
    await importAll()
    const { events } = await listen(person, id)
    const { value } = await events.next()

    assert.deepEqual(value, (await person.get(`/datasets/${id}`)).body.data)
    assert.isTrue((await events.next()).done)
  })

  test('ends when the dataset is deleted', async ({ assert }) => {
    const person = await ApiPerson.create()
    const { id } = await newDataset(person)
    const begun = Promise.withResolvers<void>()
    const importing = importAll(endless(begun.resolve))
    await begun.promise
    const { events } = await listen(person, id)
    assert.equal((await events.next()).value?.status, 'running')
    await person.delete(`/datasets/${id}`)
    await importing

    assert.isTrue((await events.next()).done)
  })

  test('does not go on when nobody listens any more', async ({ assert }) => {
    const person = await ApiPerson.create()
    const { id } = await newDataset(person)
    for (let count = 0; count < 110; count++) {
      const { response, leave } = await listen(person, id)
      assert.equal(response.status, 200)
      await leave()
    }
  }).timeout(30_000)
})

async function listen({ token }: ApiPerson, id: string) {
  const leaving = new AbortController()
  const response = await fetch(
    `http://127.0.0.1:${process.env.PORT}/api/v2/datasets/${id}/events`,
    { headers: { authorization: `Bearer ${token}` }, signal: leaving.signal }
  )
  const events = eventsOf(response)
  const leave = async () => {
    await events.next()
    leaving.abort()
  }
  return { response, events, leave }
}

async function* eventsOf(response: Response): AsyncGenerator<Told> {
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true })
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const [event, data] = text.slice(0, end).split('\n')
      text = text.slice(end + 2)
      if (event === 'event: dataset') yield JSON.parse(data?.slice('data: '.length) ?? '').data
    }
  }
}
