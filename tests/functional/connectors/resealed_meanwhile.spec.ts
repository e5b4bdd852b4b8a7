import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { v7 as uuid } from 'uuid'
import { engines } from '#connectors/registry'
import { UserFactory } from '#database/factories/user_factory'
import DatabaseConnection from '#models/database_connection'
import { ConnectionStore } from '#services/connection_store'
import { CredentialSealer } from '#services/credential_sealer'
import { Vault } from '#vault/vault'

const CONFIG = { host: 'db.example.com', port: 5432, database: 'shop', username: 'ada' }

test.group('A connection that is resealed while it is changed', () => {
  /** A connection as somebody has read it, which a rotation has resealed since. */
  async function resealedSinceRead() {
    const vault = await app.container.make(Vault)
    const { tenantId, id: ownerId } = await UserFactory.create()
    const id = uuid()
    const seal = () => vault.seal({ tenantId, connectionId: id }, { password: 'the password' })
    const { token, masterKeyId } = await seal()
    const sealed = { sealedCredentials: token, masterKeyId, credentialFields: ['password'] }
    await DatabaseConnection.create({
      ...{ id, tenantId, ownerId, name: id, nameKey: id, type: 'postgresql', target: 'db' },
      ...{ config: CONFIG, visibility: 'tenant', version: 1, ...sealed },
    })
    const read = await DatabaseConnection.query().where('id', id).preload('tags').firstOrFail()
    const resealed = await seal()
    await db
      .from('database_connections')
      .where({ id })
      .update({ sealed_credentials: resealed.token })
    return { read, resealed: resealed.token }
  }

  async function change(read: DatabaseConnection, credentials?: Record<string, string>) {
    const sealer = await app.container.make(CredentialSealer)
    const sealed = await sealer.sealChange(read, engines.postgresql, CONFIG, credentials)
    const { target, visibility } = read
    const values = { name: `${read.name} renamed`, config: CONFIG, target, visibility, ...sealed }
    return db.transaction((client) => new ConnectionStore().replace(read, values, [], client))
  }

  test('keeps what it was resealed as, when its credentials are kept', async ({ assert }) => {
    const { read, resealed } = await resealedSinceRead()
    const written = await change(read)
    assert.equal(written?.version, 2)
    assert.equal(written?.name, `${read.name} renamed`)
    assert.equal(written?.sealedCredentials, resealed)
  })

  test('has the new credentials, when they are changed', async ({ assert }) => {
    const { read } = await resealedSinceRead()
    const written = await change(read, { password: 'another' })
    const sealer = await app.container.make(CredentialSealer)
    assert.deepEqual(await sealer.open(written ?? read), { password: 'another' })
  })
})
