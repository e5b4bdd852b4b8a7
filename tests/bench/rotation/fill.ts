import { createSecretKey, randomBytes } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import { DateTime } from 'luxon'
import { v7 as uuid } from 'uuid'
import vaultConfig from '#config/vault'
import { deriveKey, keyObjectOf } from '#vault/derive_tenant_key'
import { masterKeyIdOf, type MasterKey } from '#vault/master_key'
import { sealCompact } from '#vault/rotation/compact_cipher'

const AT_ONCE = 250

/** Tenants with connections whose credentials are sealed under this master key, at the product's own costs. */
export async function fill(bytes: Buffer, connections: number, tenants: number): Promise<void> {
  const masterKey = { id: masterKeyIdOf(bytes), secret: createSecretKey(bytes), source: 'a bench' }
  const now = DateTime.utc().toFormat(db.connection().dialect.dateTimeFormat)
  const moments = { created_at: now, updated_at: now }
  for (let tenant = 0; tenant < tenants; tenant++) {
    const tenantId = uuid()
    const [ownerId, count] = [uuid(), Math.ceil(connections / tenants)]
    await db.table('tenants').insert({ id: tenantId, name: tenantId, slug: tenantId, ...moments })
    const user = { tenant_id: tenantId, email: `${ownerId}@example.com`, role: 'editor' }
    await db.table('users').insert({ id: ownerId, ...user, password: '-', ...moments })
    const seal = await sealerOf(tenantId, masterKey, now)
    for (let made = 0; made < count; made += AT_ONCE) {
      const rows = Array.from({ length: Math.min(AT_ONCE, count - made) }, () => {
        const id = uuid()
        return {
          ...{ id, tenant_id: tenantId, owner_id: ownerId, name: id, name_key: id },
          ...{ type: 'postgresql', config: '{}', target: 'db', visibility: 'tenant', version: 1 },
          ...{ credential_fields: '["password"]', master_key_id: masterKey.id },
          sealed_credentials: seal(id),
          ...moments,
        }
      })
      await db.table('database_connections').multiInsert(rows)
    }
  }
}

async function sealerOf(tenantId: string, masterKey: MasterKey, now: string) {
  const salt = randomBytes(32)
  const { N: n, r, p } = vaultConfig.scrypt
  const key = await deriveKey(masterKey, salt, vaultConfig.scrypt, keyObjectOf)
  const row = { id: uuid(), tenant_id: tenantId, master_key_id: masterKey.id, n, r, p }
  await db.table('tenant_keys').insert({ ...row, salt: salt.toString('base64'), created_at: now })
  return (connectionId: string) => {
    const password = randomBytes(12).toString('hex')
    const plaintext = Buffer.from(JSON.stringify({ password }))
    return sealCompact(key, masterKey.id, { tenantId, connectionId }, plaintext)
  }
}
