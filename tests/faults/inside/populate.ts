/** `populate.ts TENANTS CONNECTIONS`: tenants with an administrator and so many connections each; prints them all. */
import { randomBytes } from 'node:crypto'
import type { ApplicationService } from '@adonisjs/core/types'
import { v7 as uuid } from 'uuid'
import type { SealedColumns } from '#services/credential_sealer'
import { inside } from '#tests/faults/inside/boot'
import type { StoredRow } from '#tests/faults/ledger'

const [tenants = 1, connections = 0] = process.argv.slice(2).map(Number)

await inside(async (app: ApplicationService) => {
  const { AuditTrail } = await import('#audit/audit_trail')
  const { TenantService } = await import('#services/tenant_service')
  const { CredentialSealer } = await import('#services/credential_sealer')
  const { ConnectionStore } = await import('#services/connection_store')
  const [trail, service] = [
    await app.container.make(AuditTrail),
    await app.container.make(TenantService),
  ]
  const sealer = await app.container.make(CredentialSealer)
  const made = []
  for (let number = 1; number <= tenants; number++) {
    const person = { email: `admin${number}@example.com`, password: word() }
    const { tenant, admin } = await service.create(`Team ${number}`, person)
    const rows: (StoredRow & { sealed: SealedColumns })[] = []
    for (let row = 0; row < connections; row++) {
      const saved = { id: uuid(), name: word(), password: word() }
      const sealed = await sealer.sealAnew(
        { tenantId: tenant.id, id: saved.id },
        { password: saved.password }
      )
      rows.push({ ...saved, sealed })
    }
    await trail.transaction(tenant.id, (client) =>
      new ConnectionStore().insertMany(
        tenant.id,
        rows.map(({ id, name, sealed }) => ({
          ...{ id, name, type: 'postgresql', target: 'db', visibility: 'tenant', tags: [] },
          ...{ config: { host: '127.0.0.1', port: 5432, database: 'sales', username: 'alice' } },
          ...{ ownerId: admin.id, ...sealed },
        })),
        client
      )
    )
    const saved = rows.map(({ id, name, password }) => ({ id, name, password }))
    made.push({ tenantId: tenant.id, person, connections: saved })
  }
  return made
})

function word(): string {
  return randomBytes(12).toString('hex')
}
