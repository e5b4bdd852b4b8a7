import limiter from '@adonisjs/limiter/services/main'
import { test } from '@japa/runner'
import { requestsPerMinute } from '#config/limiter'
import { ApiPerson } from '#tests/support/api_person'
import type { LimitStatus } from '#services/limit_status'
import { sqliteConnection } from '#tests/support/sqlite_connections'

async function limitsOf(admin: ApiPerson): Promise<LimitStatus[]> {
  const { status, body, text } = await admin.get('/limits')
  if (status !== 200) throw new Error(text)
  return body.data
}

function find(limits: LimitStatus[], name: string, per: string) {
  return limits.find((limit) => limit.name === name && limit.per === per)
}

test.group('Limits in force', (group) => {
  group.each.setup(() => limiter.clear())

  test('are those of the configuration, and looking takes nothing away', async ({ assert }) => {
    const admin = await ApiPerson.create('admin')
    await limitsOf(admin)
    const limits = await limitsOf(admin)

    assert.deepEqual(find(limits, 'tests', 'user'), {
      ...{ name: 'tests', per: 'user', seconds: 60, resetsIn: null },
      ...{ allowed: requestsPerMinute.tests.perUser, left: requestsPerMinute.tests.perUser },
    })
    assert.equal(find(limits, 'reads', 'tenant')?.allowed, requestsPerMinute.reads.perTenant)
    assert.containSubset(find(limits, 'failed_logins', 'account'), { allowed: 5, seconds: 900 })
    assert.containSubset(find(limits, 'refused_sign_ins', 'username'), { left: null, seconds: 300 })
    assert.isNull(find(limits, 'under_way', 'tenant')?.seconds)
  })

  test('tell what a request has taken, of whose it is', async ({ assert }) => {
    const admin = await ApiPerson.create('admin')
    const colleague = await ApiPerson.create('editor', admin)
    const id = await sqliteConnection(admin, 'create table a (a)')
    await admin.get(`/connectors/${id}/tables`)
    await colleague.get(`/connectors/${id}/tables`)
    const limits = await limitsOf(admin)
    const { perUser, perTenant } = requestsPerMinute.reads
    const other = await limitsOf(await ApiPerson.create('admin'))

    assert.equal(find(limits, 'reads', 'user')?.left, perUser - 1)
    assert.equal(find(limits, 'reads', 'tenant')?.left, perTenant - 2)
    assert.isAtMost(find(limits, 'reads', 'user')?.resetsIn ?? 61, 60)
    assert.equal(find(other, 'reads', 'tenant')?.left, perTenant)
  })

  test('are for administrators', async ({ assert }) => {
    for (const role of ['viewer', 'editor'] as const) {
      const { status } = await (await ApiPerson.create(role)).get('/limits')
      assert.equal(status, 403)
    }
  })
})
