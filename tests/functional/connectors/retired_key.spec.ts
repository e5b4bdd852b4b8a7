import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import RetiredKey from '#models/retired_key'
import { ApiPerson } from '#tests/support/api_person'
import { postgresBody } from '#tests/support/connection_bodies'
import { MasterKeyring } from '#vault/master_keyring'

test.group('A server whose key is retired while it runs', (group) => {
  group.each.setup(() => async () => {
    await RetiredKey.query().delete()
  })

  test('answers 503 to what would have to be sealed, and does the rest', async ({ assert }) => {
    const person = await ApiPerson.create('editor')
    const created = await person.post('/connectors', postgresBody({ name: 'Before' }))
    assert.equal(created.status, 201)
    const { active } = await app.container.make(MasterKeyring)
    await RetiredKey.create({ masterKeyId: active.id, openedRows: 0, retiredAt: DateTime.utc() })

    const refused = await person.post('/connectors', postgresBody({ name: 'After' }))
    assert.equal(refused.status, 503)
    assert.equal(refused.body.errors[0].code, 'E_UNAVAILABLE')
    const { id } = created.body.data
    const renamed = await person.patch(`/connectors/${id}`, { name: 'Renamed' })
    assert.equal(renamed.status, 200, renamed.text)
    const credentials = { password: 'another' }
    assert.equal((await person.patch(`/connectors/${id}`, { credentials })).status, 503)
  })
})
