import { test } from '@japa/runner'
import { ApiPerson } from '#tests/support/api_person'
import { postgresBody } from '#tests/support/connection_bodies'

test.group('What depends on a connection', () => {
  test('is nothing, or the schedule that changes its password', async ({ assert }) => {
    const owner = await ApiPerson.create()
    const { data } = (await owner.post('/connectors', postgresBody())).body
    const path = `/connectors/${data.id}`
    const before = await owner.get(`${path}/dependents`)
    await owner.put(`${path}/rotation-schedule`, { everyDays: 30 })
    const after = await owner.get(`${path}/dependents`)

    const datasets = { count: 0, names: [] }
    assert.deepEqual(before.body.data, { rotationSchedule: null, datasets })
    assert.deepEqual(after.body.data, { rotationSchedule: { everyDays: 30 }, datasets })
  })
})
