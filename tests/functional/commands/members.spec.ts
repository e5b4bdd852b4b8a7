import ace from '@adonisjs/core/services/ace'
import { test } from '@japa/runner'
import limiter from '@adonisjs/limiter/services/main'
import AuditEvent from '#models/audit_event'
import Tenant from '#models/tenant'
import { PASSWORD } from '#database/factories/user_factory'
import { ApiPerson, send } from '#tests/support/api_person'

test.group('Commands about members', (group) => {
  group.setup(() => {
    ace.ui.switchMode('raw')
    return () => ace.ui.switchMode('normal')
  })
  group.each.setup(() => limiter.clear())

  test('members:invite prints a link that makes a member', async ({ assert }) => {
    const { user } = await ApiPerson.create('admin')
    const { slug } = await Tenant.findOrFail(user.tenantId)
    const email = `new-${user.email}`
    const { exitCode, answer } = await run('members:invite', [
      email.toUpperCase(),
      `--tenant=${slug}`,
      '--role=editor',
    ])

    assert.equal(exitCode, 0)
    assert.containSubset(answer, { data: { invitation: { email, role: 'editor' } } })
    const token = String(answer.data?.url).split('/').at(-1)
    const accepted = await send('POST', '/invitations/accept', { token, password: PASSWORD })
    assert.equal(accepted.status, 201)
    assert.equal(accepted.body.data.tenantId, user.tenantId)
  })

  for (const [what, argv, code] of [
    [
      'an unknown tenant',
      ['a@example.com', '--tenant=nowhere', '--role=editor'],
      'E_TENANT_NOT_FOUND',
    ],
    ['an unknown role', ['a@example.com', '--tenant=nowhere', '--role=owner'], 'E_INVALID'],
    ['a bad email', ['nobody', '--tenant=nowhere', '--role=editor'], 'E_INVALID'],
  ] as const) {
    test(`members:invite refuses ${what}`, async ({ assert }) => {
      const { exitCode, answer } = await run('members:invite', [...argv])

      assert.equal(exitCode, 1)
      assert.equal(answer.errors?.[0]?.code, code)
    })
  }

  test('users:deactivate and users:reactivate, and the trail knows', async ({ assert }) => {
    const admin = await ApiPerson.create('admin')
    const editor = await ApiPerson.create('editor', admin)
    const { email } = editor.user
    const credentials = { email, password: PASSWORD }
    assert.equal((await run('users:deactivate', [email])).exitCode, 0)
    assert.equal((await editor.get('/connectors')).status, 401)
    assert.equal((await send('POST', '/auth/login', credentials)).status, 401)

    assert.equal((await run('users:reactivate', [email])).exitCode, 0)
    assert.equal((await send('POST', '/auth/login', credentials)).status, 200)
    const events = await AuditEvent.query().where('target_id', editor.user.id)
    assert.includeMembers(
      events.map(({ action, actorId }) => `${action} ${actorId}`),
      ['member.deactivate null', 'member.reactivate null']
    )
  })

  test('users:deactivate leaves the last administrator, and knows nobody else', async ({
    assert,
  }) => {
    const { user } = await ApiPerson.create('admin')
    const last = await run('users:deactivate', [user.email])
    assert.equal(last.exitCode, 1)
    assert.equal(last.answer.errors?.[0]?.code, 'E_LAST_ADMIN')

    const unknown = await run('users:deactivate', ['nobody@example.com'])
    assert.equal(unknown.answer.errors?.[0]?.code, 'E_USER_NOT_FOUND')
  })
})

interface Answer {
  data?: Record<string, unknown>
  errors?: { code: string }[]
}

async function run(name: string, argv: string[]) {
  ace.ui.logger.flushLogs()
  const command = await ace.exec(name, [...argv, '--json'])
  const lines = ace.ui.logger.getLogs().map(({ message }) => message)
  return { exitCode: command.exitCode ?? 0, answer: JSON.parse(lines.join('')) as Answer }
}
