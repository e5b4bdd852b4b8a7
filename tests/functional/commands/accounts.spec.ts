import ace from '@adonisjs/core/services/ace'
import { test } from '@japa/runner'
import { TenantFactory } from '#database/factories/tenant_factory'
import { PASSWORD, UserFactory } from '#database/factories/user_factory'
import AuditEvent from '#models/audit_event'
import Tenant from '#models/tenant'
import User from '#models/user'
import { ace as aceProcess } from '#tests/support/ace_process'

test.group('users:set-password', (group) => {
  group.each.setup(silenced)

  test('the new password signs in; the old one, its sessions and API tokens do not', async ({
    assert,
    client,
  }) => {
    const user = await UserFactory.create()
    const login = await client
      .post('/api/v2/auth/login')
      .json({ email: user.email, password: PASSWORD })
    const bearer = login.body().data.token
    const made = await client
      .post('/api/v2/tokens')
      .bearerToken(bearer)
      .json({ name: 'script', abilities: ['connections:read'] })
    made.assertStatus(201)
    const { exitCode, stdout } = await run('users:set-password', [user.email.toUpperCase()])

    assert.equal(exitCode, 0)
    const password = /^Password \(shown only now\): (\S+)$/m.exec(stdout)?.[1] ?? ''
    await User.verifyCredentials(user.email, password)
    await assert.rejects(() => User.verifyCredentials(user.email, PASSWORD))
    for (const dead of [bearer, made.body().data.token]) {
      const me = await client.get('/api/v2/auth/me').bearerToken(dead)
      me.assertStatus(401)
    }
    const about = { action: 'user.set_password', targetId: user.id }
    assert.equal((await AuditEvent.findByOrFail(about)).targetName, user.email)
  })

  test('nobody of that email is told so', async ({ assert }) => {
    const { exitCode, stderr } = await run('users:set-password', ['nobody@example.com'])

    assert.equal(exitCode, 1)
    assert.include(stderr, 'There is no user with the email nobody@example.com.')
  })
})

test.group('tenants:create', (group) => {
  group.each.setup(silenced)

  test('a tenant and its administrator are created, with a password that is shown once', async ({
    assert,
  }) => {
    const { exitCode, stdout } = await run('tenants:create', [
      'Blue Whale & Söhne',
      '--admin-email=Ada@Whale.example',
    ])

    assert.equal(exitCode, 0)
    const tenant = await Tenant.findByOrFail('name', 'Blue Whale & Söhne')
    assert.equal(tenant.slug, 'blue-whale-and-sohne')
    const password = /^Password \(shown only now\): (\S+)$/m.exec(stdout)?.[1] ?? ''
    assert.lengthOf(password, 24)
    const admin = await User.verifyCredentials('ada@whale.example', password)
    assert.containSubset(admin.$attributes, { role: 'admin', tenantId: tenant.id })
    assert.notEqual(admin.password, password)
  })

  test('both creations are on the audit trail', async ({ assert }) => {
    await run('tenants:create', ['Trail', '--admin-email=trail@example.com'])

    const tenant = await Tenant.findByOrFail('slug', 'trail')
    const events = await AuditEvent.query().where('tenant_id', tenant.id).orderBy('id')
    assert.deepEqual(
      events.map(({ action, targetName, outcome }) => [action, targetName, outcome]),
      [
        ['tenant.create', 'Trail', 'success'],
        ['user.create', 'trail@example.com', 'success'],
      ]
    )
  })

  test('a second tenant of the same name is refused', async ({ assert }) => {
    await run('tenants:create', ['Twice', '--admin-email=twice@example.com'])
    const { exitCode, stderr } = await run('tenants:create', [
      'TWICE',
      '--admin-email=other@example.com',
    ])

    assert.equal(exitCode, 1)
    assert.include(stderr, 'There is already a tenant "twice".')
    assert.isNull(await User.findBy('email', 'other@example.com'))
  })

  test('when the email is taken, no tenant is left behind', async ({ assert }) => {
    const user = await UserFactory.create()
    const { exitCode, stderr } = await run('tenants:create', [
      'Left Behind',
      `--admin-email=${user.email}`,
    ])

    assert.equal(exitCode, 1)
    assert.include(stderr, `There is already a user with the email ${user.email}.`)
    assert.isNull(await Tenant.findBy('slug', 'left-behind'))
    assert.isNull(await AuditEvent.findBy('target_name', 'Left Behind'))
  })

  test('a name without Latin letters gets a slug all the same', async ({ assert }) => {
    const { exitCode } = await run('tenants:create', ['日本語', '--admin-email=nihon@example.com'])

    assert.equal(exitCode, 0)
    const tenant = await Tenant.findByOrFail('name', '日本語')
    assert.match(tenant.slug, /^tenant-[0-9a-f]{8}$/)
  })

  test('a bad email is refused', async ({ assert }) => {
    const { exitCode, stderr } = await run('tenants:create', ['Bad', '--admin-email=not-an-email'])

    assert.equal(exitCode, 1)
    assert.include(stderr, 'valid email')
    assert.isNull(await Tenant.findBy('slug', 'bad'))
  })
})

test.group('users:create', (group) => {
  group.each.setup(silenced)

  test('a user joins a tenant with a role, and the audit trail knows', async ({ assert }) => {
    const tenant = await TenantFactory.create()
    const { exitCode, stdout } = await run('users:create', [
      'Grace@Example.com',
      `--tenant=${tenant.slug}`,
      '--role=viewer',
    ])

    assert.equal(exitCode, 0)
    assert.include(stdout, `User grace@example.com created in ${tenant.slug}, as viewer.`)
    const user = await User.findByOrFail('email', 'grace@example.com')
    assert.containSubset(user.$attributes, { role: 'viewer', tenantId: tenant.id })
    const event = await AuditEvent.findByOrFail('target_id', user.id)
    assert.containSubset(event.$attributes, { action: 'user.create', tenantId: tenant.id })
  })

  test('a taken email is refused', async ({ assert }) => {
    const user = await UserFactory.create()
    const tenant = await Tenant.findOrFail(user.tenantId)
    const { exitCode, stderr } = await run('users:create', [
      user.email.toUpperCase(),
      `--tenant=${tenant.slug}`,
      '--role=editor',
    ])

    assert.equal(exitCode, 1)
    assert.include(stderr, `There is already a user with the email ${user.email}.`)
  })

  test('an unknown tenant is refused', async ({ assert }) => {
    const { exitCode, stderr } = await run('users:create', [
      'a@example.com',
      '--tenant=nowhere',
      '--role=editor',
    ])

    assert.equal(exitCode, 1)
    assert.include(stderr, 'There is no tenant "nowhere".')
  })

  test('an unknown role is refused, and the known ones are named', async ({ assert }) => {
    const tenant = await TenantFactory.create()
    const { exitCode, stderr } = await run('users:create', [
      'b@example.com',
      `--tenant=${tenant.slug}`,
      '--role=owner',
    ])

    assert.equal(exitCode, 1)
    assert.include(stderr, 'admin, editor, viewer')
  })

  test('with --json failures are one JSON object too', async ({ assert }) => {
    const { exitCode, stdout, stderr } = await run('users:create', [
      'not-an-email',
      '--tenant=nowhere',
      '--role=editor',
      '--json',
    ])

    assert.equal(exitCode, 1)
    assert.containSubset(JSON.parse(stdout), { errors: [{ code: 'E_INVALID', field: 'email' }] })
    assert.equal(stderr, '')
  })
})

test.group('Account commands in a process of their own', () => {
  test('with --json and passwords on standard input, stdout is one JSON object', async ({
    assert,
  }) => {
    const tenant = await spawnAce(
      ['tenants:create', 'Spawned', '--admin-email=s@example.com', '--admin-password-stdin'],
      'correct horse\n'
    )
    assert.containSubset(tenant, {
      exitCode: 0,
      answer: { data: { tenant: { slug: 'spawned' }, admin: { role: 'admin' } } },
    })
    assert.notInclude(JSON.stringify(tenant.answer), 'correct horse')
    await User.verifyCredentials('s@example.com', 'correct horse')
  }).timeout(120_000)

  test('a password that is too short is refused', async ({ assert }) => {
    const tenant = await TenantFactory.create()
    const user = await spawnAce(
      [
        'users:create',
        't@example.com',
        `--tenant=${tenant.slug}`,
        '--role=viewer',
        '--password-stdin',
      ],
      'short'
    )
    assert.equal(user.exitCode, 1)
    assert.containSubset(user.answer, { errors: [{ code: 'E_INVALID', field: 'password' }] })
    assert.isNull(await User.findBy('email', 't@example.com'))
  }).timeout(120_000)
})

function silenced() {
  ace.ui.switchMode('raw')
  return () => ace.ui.switchMode('normal')
}

/** In this process. */
async function run(name: string, argv: string[]) {
  ace.ui.logger.flushLogs()
  const command = await ace.exec(name, argv)
  const logs = ace.ui.logger.getLogs()
  const written = (to: 'stdout' | 'stderr') =>
    logs
      .filter(({ stream }) => stream === to)
      .map(({ message }) => message)
      .join('\n')
  return {
    exitCode: command.exitCode ?? 0,
    stdout: written('stdout'),
    stderr: written('stderr'),
  }
}

async function spawnAce(argv: string[], stdin: string) {
  const { exitCode, stdout } = await aceProcess([...argv, '--json'], stdin)
  return { exitCode, answer: JSON.parse(stdout) as unknown }
}
