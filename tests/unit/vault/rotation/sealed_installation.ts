import db from '@adonisjs/lucid/services/db'
import { DateTime } from 'luxon'
import { v7 as uuid } from 'uuid'
import { AuditChains } from '#audit/audit_chains'
import { AuditTrail } from '#audit/audit_trail'
import { TenantFactory } from '#database/factories/tenant_factory'
import DatabaseConnection from '#models/database_connection'
import { options as realOptions, keyringOf } from '#tests/unit/vault/fixtures'
import { KeyRotation, type RotationRequest } from '#vault/rotation/key_rotation'
import { Retirement } from '#vault/rotation/retirement'
import { Verification } from '#vault/rotation/verification'
import { sealedColumns } from '#vault/sealed_columns'
import { Vault } from '#vault/vault'

/** Keys that cost next to nothing: what they cost is another spec's business. */
const options = { ...realOptions, scrypt: { N: 2, r: 8, p: 1 } }

/** What a process with these keys, the active one first, would work with. */
export function processWith(active: string, ...previous: string[]) {
  const keyring = keyringOf(active, ...previous)
  const vault = new Vault(keyring, options)
  const chains = new AuditChains(vault)
  const trail = new AuditTrail(chains)
  return {
    keyring,
    vault,
    chains,
    trail,
    rotation: new KeyRotation(keyring, options, trail),
    verify: () => new Verification(keyring, options).run(),
    retire: (id: string) => new Retirement(keyring, options, trail).retire(id, () => {}),
  }
}

export type Process = ReturnType<typeof processWith>

export function rotationRequest(request: Partial<RotationRequest> = {}): RotationRequest {
  return {
    batchSize: 3,
    dryRun: false,
    resume: false,
    force: false,
    signal: new AbortController().signal,
    onProgress: () => {},
    ...request,
  }
}

/** A tenant with so many connections, one of them about to get another password, and a chain in the trail. */
export async function sealTenant({ vault, chains }: Process, connections: number) {
  const { id: tenantId } = await TenantFactory.create()
  const ownerId = await newUser(tenantId)
  const ids = Array.from({ length: connections }, () => uuid())
  for (const id of ids) {
    const binding = { tenantId, connectionId: id }
    const { token, masterKeyId } = await vault.seal(binding, { password: `password of ${id}` })
    const sealed = { sealedCredentials: token, masterKeyId, credentialFields: ['password'] }
    await DatabaseConnection.create({
      ...{ id, tenantId, ownerId, name: id, nameKey: id, type: 'postgresql', target: 'db' },
      ...{ config: {}, visibility: 'tenant', version: 1, ...sealed },
    })
  }
  const [connectionId = ''] = ids
  await sealPending(vault, { tenantId, connectionId })
  await chains.obtain(tenantId)
  return { tenantId, ids }
}

/** With a password that opens nothing, because making one that does takes long. */
async function newUser(tenantId: string): Promise<string> {
  const [id, now] = [uuid(), moment()]
  const row = { id, tenant_id: tenantId, email: `${id}@example.com`, role: 'editor', password: '-' }
  await db.table('users').insert({ ...row, created_at: now, updated_at: now })
  return id
}

async function sealPending(vault: Vault, binding: { tenantId: string; connectionId: string }) {
  const { token, masterKeyId } = await vault.seal(binding, { password: 'the next one' })
  const now = moment()
  await db.table('password_rotations').insert({
    id: uuid(),
    tenant_id: binding.tenantId,
    connection_id: binding.connectionId,
    username: 'shop',
    sealed_credentials: token,
    master_key_id: masterKeyId,
    version: 2,
    created_at: now,
    updated_at: now,
  })
}

/** How many rows of all sealed tables each master key is named by. */
export async function rowsByKey(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { table, column } of sealedColumns) {
    for (const { master_key_id: id } of await db.from(table).whereNotNull(column)) {
      counts[id] = (counts[id] ?? 0) + 1
    }
  }
  return counts
}

/** The passwords of these connections, as this process opens them. */
export async function passwordsOf({ vault }: Process, tenantId: string, ids: string[]) {
  const rows = await db.from('database_connections').whereIn('id', ids).orderBy('id')
  return Promise.all(
    rows.map(async ({ id, sealed_credentials: token }) => {
      const { password } = await vault.open({ tenantId, connectionId: id }, token)
      return password
    })
  )
}

/** Now, as the application database spells moments. */
function moment(): string {
  return DateTime.utc().toFormat(db.connection().dialect.dateTimeFormat)
}
