import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { v7 as uuid } from 'uuid'
import Invitation from '#models/invitation'
import { ApiPerson } from '#tests/support/api_person'

test.group('Invitations by whether they were accepted', () => {
  test('lists what is pending or expired, or what is not', async ({ assert }) => {
    const admin = await ApiPerson.create('admin')
    const { id: invitedBy, tenantId } = admin.user
    const invite = (days: number, acceptedAt: DateTime | null) =>
      Invitation.create({
        ...{ tenantId, invitedBy, role: 'viewer' as const, email: `${uuid()}@example.com` },
        ...{ hash: uuid().replaceAll('-', ''), acceptedAt },
        expiresAt: DateTime.utc().plus({ days }),
      })
    await invite(1, null)
    await invite(-1, null)
    await invite(1, DateTime.utc())
    const statuses = async (query: string) => {
      const { body } = await admin.get(`/invitations${query}`)
      return body.data.map(({ status }: { status: string }) => status).sort()
    }

    assert.deepEqual(await statuses('?accepted=false'), ['expired', 'pending'])
    assert.deepEqual(await statuses('?accepted=true'), ['accepted'])
    assert.deepEqual(await statuses(''), ['accepted', 'expired', 'pending'])
    assert.equal((await admin.get('/invitations?accepted=maybe')).status, 422)
  })
})
