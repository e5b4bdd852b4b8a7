import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { ApiPerson } from '#tests/support/api_person'
import { postgresBody } from '#tests/support/connection_bodies'

test.group('A period of the trail', () => {
  test('ends with the end of the date that it names', async ({ assert }) => {
    const admin = await ApiPerson.create('admin')
    await admin.post('/connectors', postgresBody())
    const { body: all } = await admin.get('/audit-events')
    const dayOf = (event: { createdAt: string }) => DateTime.fromISO(event.createdAt).toUTC()
    const [newest, oldest] = [dayOf(all.data[0]), dayOf(all.data.at(-1))]
    const total = async (query: string) =>
      (await admin.get(`/audit-events?${query}`)).body.meta.total

    assert.isAbove(all.meta.total, 0)
    assert.equal(await total(`from=${oldest.toISODate()}&to=${newest.toISODate()}`), all.meta.total)
    assert.equal(await total(`to=${oldest.minus({ days: 1 }).toISODate()}`), 0)
    assert.equal(await total(`from=${newest.plus({ days: 1 }).toISODate()}`), 0)
  })
})
