import { test } from '@japa/runner'
import AuditEvent from '#models/audit_event'
import { ApiPerson, send } from '#tests/support/api_person'
import { CANARY } from '#tests/support/connection_bodies'
import { logged } from '#tests/support/logged'

const PATH = '/connectors/urls'

test.group('Reading connection strings', () => {
  test('a whole one becomes a connection as it is', async ({ assert }) => {
    const person = await ApiPerson.create()
    const url = `  postgres://ada:${CANARY}@db.example.com/sales?sslmode=prefer&application_name=x  `
    const { status, body, headers } = await person.post(PATH, { url })

    assert.equal(status, 200)
    assert.deepEqual(body.data, {
      type: 'postgresql',
      config: {
        host: 'db.example.com',
        port: 5432,
        database: 'sales',
        username: 'ada',
        tls: { mode: 'require' },
      },
      credentials: { password: CANARY },
      missing: [],
      ignored: ['application_name'],
      remarks: body.data.remarks,
    })
    assert.lengthOf(body.data.remarks, 1)
    assert.equal(headers.get('cache-control'), 'no-store')
    const { type, config, credentials } = body.data
    const saved = await person.post('/connectors', { name: 'Sales', type, config, credentials })
    assert.equal(saved.status, 201, saved.text)
  })

  test('what a string does not say is missing', async ({ assert }) => {
    const person = await ApiPerson.create()
    const half = await person.post(PATH, { url: 'postgres://db.example.com' })
    const nameless = await person.post(PATH, { url: 'oracle://u:p@h' })

    assert.deepEqual(half.body.data.missing, ['database', 'username'])
    assert.deepEqual(half.body.data.config.host, 'db.example.com')
    assert.deepEqual(nameless.body.data.missing, ['serviceName'])
  })

  test('the chosen engine comes first, and others understand what it does not', async ({
    assert,
  }) => {
    const person = await ApiPerson.create()
    const typeOf = async (url: string, type?: string) =>
      (await person.post(PATH, { url, ...(type ? { type } : {}) })).body.data.type
    const shared = 'Server=h;Port=1;Database=d;Uid=u;Pwd=p'

    assert.equal(await typeOf('mysql://u@h/d', 'postgresql'), 'mysql')
    assert.equal(await typeOf(shared), 'mysql')
    assert.equal(await typeOf(shared, 'sqlserver'), 'sqlserver')
    assert.equal(await typeOf('Server=h;Database=d;Uid=u;Pwd=p'), 'sqlserver')
    assert.equal(await typeOf('Server=h;Database=d;Uid=u;Pwd=p', 'postgresql'), 'postgresql')
    assert.equal(await typeOf(`${shared};Port=5432`), 'postgresql')
  })

  for (const url of [
    `redis://u:${CANARY}@h/0`,
    CANARY,
    `postgres://u:${CANARY}@h:99999/d`,
    `postgres://u:${CANARY}@h:port/d`,
    `postgres://u:${CANARY}@${'h'.repeat(300)}/d`,
    `postgres://u:${CANARY}@%2Fvar%2Frun/d`,
    `Server=h\\i;Password=${CANARY}`,
    `sqlite:////var/${CANARY}`,
    `mysql://u:${CANARY}@h/d?${'x'.repeat(9_000)}`,
  ]) {
    test(`${url.slice(0, 40)}… is refused, and nowhere repeated`, async ({ assert }) => {
      const person = await ApiPerson.create()
      let told = ''
      const log = await logged(async () => {
        const { status, body, text } = await person.post(PATH, { url })
        told = text
        assert.equal(status, 422, text)
        assert.equal(body.errors[0].field, 'url')
      })
      const events = await AuditEvent.query().where({ tenant_id: person.user.tenantId })

      for (const said of [told, log, JSON.stringify(events)]) assert.notInclude(said, CANARY)
    })
  }

  test('a string that nobody understands is answered with examples', async ({ assert }) => {
    const person = await ApiPerson.create()
    const any = await person.post(PATH, { url: 'nonsense' })
    const one = await person.post(PATH, { url: 'nonsense', type: 'mysql' })

    assert.include(any.body.errors[0].hint, 'mongodb://')
    assert.lengthOf(any.body.errors[0].hint.split(' or '), 3)
    assert.include(one.body.errors[0].hint, 'mysql://')
    assert.include(one.body.errors[0].hint, 'mariadb://')
    assert.notInclude(one.body.errors[0].hint, 'mongodb')
  })

  test('what Azure prints for its MySQL servers is understood whole', async ({ assert }) => {
    const person = await ApiPerson.create()
    const url =
      'Server="x.mysql.database.azure.com";UserID = "adm";Password="{your_password}";Database="d";SslMode=MySqlSslMode.Required;SslCa="{path_to_CA_cert}";'
    const { body } = await person.post(PATH, { url })

    assert.equal(body.data.type, 'mysql')
    assert.containSubset(body.data.config, { username: 'adm', tls: { mode: 'require' } })
    assert.deepEqual(body.data.ignored, ['SslCa'])
    assert.deepEqual(body.data.credentials, {})
  })

  test('a port out of range is said to be the port', async ({ assert }) => {
    const person = await ApiPerson.create()
    const { body } = await person.post(PATH, { url: 'postgres://u:p@h:99999/d' })

    assert.match(body.errors[0].message, /port/)
  })

  test('a command around it is taken off, and its switches named', async ({ assert }) => {
    const person = await ApiPerson.create()
    const url = `mongosh "mongodb+srv://u:<db_password>@c.example.net/d?x=y" --apiVersion 1`
    const { body } = await person.post(PATH, { url })

    assert.equal(body.data.type, 'mongodb')
    assert.deepEqual(body.data.ignored, ['x', 'apiVersion'])
    assert.deepEqual(body.data.credentials, {})
    assert.lengthOf(body.data.remarks, 1)
  })

  test('a password with an @ and a slash is never taken as a host', async ({ assert }) => {
    const person = await ApiPerson.create()
    const { body } = await person.post(PATH, { url: 'postgres://u:p@ss/word@h.example.com/db' })
    const several = await person.post(PATH, { url: `postgres://u:${CANARY}@h/a@b` })

    assert.equal(body.data.config.host, 'h.example.com')
    assert.deepEqual(body.data.credentials, { password: 'p@ss/word' })
    assert.equal(several.status, 422)
    assert.include(several.body.errors[0].hint, 'Percent-encode')
  })

  test('a string that was understood is not written to the log either', async ({ assert }) => {
    const person = await ApiPerson.create()
    const url = `mongodb+srv://u:${CANARY}@cluster.example.net/d`
    const log = await logged(async () => {
      assert.equal((await person.post(PATH, { url })).status, 200)
    })

    assert.notInclude(log, CANARY)
  })

  for (const [why, body, field] of [
    ['nothing', {}, 'url'],
    ['no text', { url: { $gt: '' } }, 'url'],
    ['an empty text', { url: '  ' }, 'url'],
    ['an unknown engine', { url: 'postgres://h/d', type: 'redis' }, 'type'],
    ['an unknown field', { url: 'postgres://h/d', name: 'x' }, 'name'],
  ] as const) {
    test(`${why} is refused`, async ({ assert }) => {
      const person = await ApiPerson.create()
      const answer = await person.post(PATH, body)

      assert.equal(answer.status, 422)
      assert.equal(answer.body.errors[0].field, field)
    })
  }

  test('viewers may not, and nobody without a token', async ({ assert }) => {
    const viewer = await ApiPerson.create('viewer')

    assert.equal((await viewer.post(PATH, { nonsense: true })).status, 403)
    assert.equal((await send('POST', PATH, { nonsense: true })).status, 401)
  })
})
