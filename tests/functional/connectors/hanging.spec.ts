import { test } from '@japa/runner'
import { ApiPerson } from '#tests/support/api_person'
import { postgresBody } from '#tests/support/connection_bodies'
import { rogueServer, silent } from '#tests/conformance/rogue_server'
import { eventually } from '#tests/conformance/workbench'

const TENANTS = 5
const TARGETS_EACH = 40

test.group('Targets that hang', () => {
  test('two hundred at once keep nobody else waiting, and end with those who asked', async ({
    assert,
    cleanup,
  }) => {
    const rogue = await rogueServer(silent)
    cleanup(() => rogue.close())
    const people = await Promise.all(Array.from({ length: TENANTS }, () => ApiPerson.create()))
    const gone = new AbortController()
    let answered = 0
    const tests = people.flatMap((person) =>
      Array.from({ length: TARGETS_EACH }, () =>
        hang(person, rogue.port, gone.signal).then(() => (answered += 1))
      )
    )
    await eventually(() => rogue.connections.length === TENANTS * TARGETS_EACH)

    for (const path of ['/health/live', '/health/ready', '/api/v2/connectors/engines']) {
      const answer = await fetch(`http://127.0.0.1:${process.env.PORT}${path}`, {
        headers: { authorization: `Bearer ${people[0]?.token}` },
      })
      assert.equal(answer.status, 200, path)
    }
    assert.equal(answered, 0)

    gone.abort()
    await Promise.allSettled(tests)
    await eventually(() => rogue.connections.every((socket) => socket.closed))
  })
})

async function hang(person: ApiPerson, port: number, signal: AbortSignal): Promise<void> {
  const { type, config, credentials } = postgresBody()
  await fetch(`http://127.0.0.1:${process.env.PORT}/api/v2/connectors/test`, {
    method: 'POST',
    headers: {
      'authorization': `Bearer ${person.token}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ type, config: { ...config, port }, credentials }),
    signal,
  })
}
