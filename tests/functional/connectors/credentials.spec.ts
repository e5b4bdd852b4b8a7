import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import DatabaseConnection from '#models/database_connection'
import { ApiPerson } from '#tests/support/api_person'
import { CANARY, postgresBody } from '#tests/support/connection_bodies'
import { Vault } from '#vault/vault'

const KEY = '-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----'

/** What a connection would sign in with. */
async function credentialsOf(id: string): Promise<Record<string, string>> {
  const row = await DatabaseConnection.findOrFail(id)
  if (row.sealedCredentials === null) return {}
  const vault = await app.container.make(Vault)
  return vault.open({ tenantId: row.tenantId, connectionId: id }, row.sealedCredentials)
}

async function saved(changes: Record<string, unknown> = {}) {
  const person = await ApiPerson.create()
  const { data } = (await person.post('/connectors', postgresBody(changes))).body
  return { person, id: data.id as string, data, path: `/connectors/${data.id}` }
}

test.group('Credentials of connections', () => {
  test('an omitted credential keeps the stored one', async ({ assert }) => {
    const { person, id, path } = await saved()
    const { credentials, ...rest } = postgresBody({ name: 'Other' })
    const put = await person.put(path, rest)
    const patch = await person.patch(path, { name: 'Third', credentials: {} })

    assert.equal(put.status, 200, put.text)
    assert.equal(patch.status, 200, patch.text)
    assert.isTrue(patch.body.data.credentials.passwordSet)
    assert.deepEqual(await credentialsOf(id), credentials)
  })

  test('spaces around a password are part of it, and spaces alone are one', async ({ assert }) => {
    for (const password of ['  two before, one after ', '\t', '   ']) {
      const { id, person, path } = await saved({ credentials: { password } })
      assert.deepEqual(await credentialsOf(id), { password })

      await person.patch(path, { credentials: { password: ` ${password}` } })
      assert.deepEqual(await credentialsOf(id), { password: ` ${password}` })
    }
  })

  test('null clears a credential and a string replaces it', async ({ assert }) => {
    const { person, id, path } = await saved()
    const cleared = await person.patch(path, { credentials: { password: null } })
    assert.isFalse(cleared.body.data.credentials.passwordSet)
    assert.deepEqual(await credentialsOf(id), {})

    const replaced = await person.patch(path, { credentials: { password: 'another' } })
    assert.isTrue(replaced.body.data.credentials.passwordSet)
    assert.deepEqual(await credentialsOf(id), { password: 'another' })
  })

  test('replacing one credential keeps the others', async ({ assert }) => {
    const { person, id, path } = await saved({ credentials: { password: CANARY, tlsKey: KEY } })
    await person.patch(path, { credentials: { password: 'another' } })

    assert.deepEqual(await credentialsOf(id), { password: 'another', tlsKey: KEY })
  })

  for (const mask of ['••••', '****', '●●●●●●●●', '*']) {
    test(`the mask ${mask} is refused as a password`, async ({ assert }) => {
      const { person, id, path } = await saved()
      const answer = await person.patch(path, { credentials: { password: mask } })

      assert.equal(answer.status, 422)
      assert.containSubset(answer.body.errors, [
        { code: 'E_MASKED_CREDENTIAL', field: 'credentials.password' },
      ])
      assert.deepEqual(await credentialsOf(id), { password: CANARY })
    })
  }

  const guarded: [string, Record<string, unknown>][] = [
    ['host', { host: '127.0.0.2' }],
    ['port', { port: 5433 }],
    ['username', { username: 'bob' }],
    ['tls.mode', { tls: { mode: 'disable' } }],
    ['tls.ca', { tls: { mode: 'verify-ca', ca: '-----BEGIN CERTIFICATE-----\nA' } }],
    ['tls.fingerprint', { tls: { fingerprint: Array.from({ length: 32 }, () => 'AB').join(':') } }],
    ['ssh.enabled', { ssh: { enabled: true, host: 'bastion', username: 'u' } }],
  ]
  for (const [field, config] of guarded) {
    test(`changing ${field} needs the password again`, async ({ assert }) => {
      const { person, id, path } = await saved()
      const refused = await person.patch(path, { config })

      assert.equal(refused.status, 422)
      assert.deepEqual(
        refused.body.errors.map(({ code, field: at }: { code: string; field: string }) => [
          code,
          at,
        ]),
        [['E_CREDENTIALS_REQUIRED', 'credentials.password']]
      )
      const row = await DatabaseConnection.findOrFail(id)
      assert.equal(row.version, 1)

      const allowed = await person.patch(path, { config, credentials: { password: CANARY } })
      assert.equal(allowed.status, 200, allowed.text)
    })
  }

  const tunnelled: [string, Record<string, unknown>][] = [
    ['ssh.enabled', { enabled: false }],
    ['ssh.host', { host: '127.0.0.2' }],
    ['ssh.port', { port: 2222 }],
    ['ssh.username', { username: 'eve' }],
    ['ssh.hostKey', { hostKey: `SHA256:${'B'.repeat(43)}` }],
  ]
  for (const [field, ssh] of tunnelled) {
    test(`changing ${field} needs what is stored for the tunnel again too`, async ({ assert }) => {
      const config = {
        ...postgresBody().config,
        ssh: { enabled: true, host: 'bastion', username: 'u' },
      }
      const credentials = { password: CANARY, sshPassword: CANARY }
      const { person, path } = await saved({ config, credentials })
      const refused = await person.patch(path, { config: { ssh } })

      assert.equal(refused.status, 422)
      const fields = refused.body.errors.map(({ field: at }: { field: string }) => at)
      const asked = ssh.enabled === false ? [] : ['credentials.sshPassword']
      assert.deepEqual(fields, ['credentials.password', ...asked])
    })
  }

  test('a connection saved before there were tunnels keeps its password', async ({ assert }) => {
    const { person, id, path } = await saved()
    const row = await DatabaseConnection.findOrFail(id)
    const { ssh, ...older } = row.config
    await row.merge({ config: older }).save()
    const answer = await person.patch(path, { config: { database: 'other' } })

    assert.equal(answer.status, 200, answer.text)
    assert.deepEqual(await credentialsOf(id), { password: CANARY })
  })

  test('a put that changes the host needs the password again too', async ({ assert }) => {
    const { person, path } = await saved()
    const { credentials, config, ...rest } = postgresBody()
    const moved = { ...config, host: 'elsewhere.example.com' }

    assert.equal((await person.put(path, { ...rest, config: moved })).status, 422)
    assert.equal((await person.put(path, { ...rest, config: moved, credentials })).status, 200)
  })

  test('clearing the stored password allows another host', async ({ assert }) => {
    const { person, id, path } = await saved()
    const answer = await person.patch(path, {
      config: { host: '127.0.0.2' },
      credentials: { password: null },
    })

    assert.equal(answer.status, 200, answer.text)
    assert.deepEqual(await credentialsOf(id), {})
  })

  test('every stored credential must be given again, not only the password', async ({ assert }) => {
    const { person, path } = await saved({ credentials: { password: CANARY, tlsKey: KEY } })
    const answer = await person.patch(path, {
      config: { host: '127.0.0.2' },
      credentials: { password: CANARY },
    })

    assert.equal(answer.status, 422)
    assert.equal(answer.body.errors[0].field, 'credentials.tlsKey')
  })

  test('without stored credentials nothing guards the host', async ({ assert }) => {
    const { person, path } = await saved({ credentials: {} })
    const answer = await person.patch(path, { config: { host: '127.0.0.2' } })

    assert.equal(answer.status, 200, answer.text)
  })

  test('another database of the same server needs no password', async ({ assert }) => {
    const { person, id, path } = await saved()
    const answer = await person.patch(path, { config: { database: 'other' } })

    assert.equal(answer.status, 200, answer.text)
    assert.deepEqual(await credentialsOf(id), { password: CANARY })
  })

  test('a test with the stored password cannot send it to another host', async ({ assert }) => {
    const { person, id } = await saved()
    const { config } = postgresBody()
    const answer = await person.post('/connectors/test', {
      connectionId: id,
      config: { ...config, host: '127.0.0.2' },
    })

    assert.equal(answer.status, 422)
    assert.containSubset(answer.body.errors[0], {
      code: 'E_CREDENTIALS_REQUIRED',
      field: 'credentials.password',
    })
  })

  test('a key that applies only with TLS is forgotten when TLS is turned off', async ({
    assert,
  }) => {
    const { person, id, path } = await saved({ credentials: { password: CANARY, tlsKey: KEY } })
    const answer = await person.patch(path, {
      config: { tls: { mode: 'disable' } },
      credentials: { password: CANARY },
    })

    assert.equal(answer.status, 200, answer.text)
    assert.containSubset(answer.body.data.credentials, { passwordSet: true, tlsKeySet: false })
    assert.deepEqual(await credentialsOf(id), { password: CANARY })
  })

  test('a private key is refused where only certificates belong', async ({ assert }) => {
    const person = await ApiPerson.create()
    const config = { ...postgresBody().config, tls: { mode: 'require', cert: KEY } }
    const answer = await person.post('/connectors', postgresBody({ config }))

    assert.equal(answer.status, 422)
    assert.equal(answer.body.errors[0].field, 'config.tls.cert')
    assert.notInclude(answer.text, 'MIIB')
  })

  test('a sealed row that was moved to another connection does not open', async ({ assert }) => {
    const { person, id } = await saved()
    const other = (await person.post('/connectors', postgresBody({ name: 'Other' }))).body.data
    const stolen = await DatabaseConnection.findOrFail(id)
    await DatabaseConnection.query()
      .where('id', other.id)
      .update({ sealed_credentials: stolen.sealedCredentials })

    const tables = await person.get(`/connectors/${other.id}/tables`)
    assert.equal(tables.status, 500)
    assert.equal(tables.body.errors[0].code, 'E_SEAL_INVALID')
  })
})
