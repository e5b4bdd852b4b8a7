import { join } from 'node:path'
import { inject } from '@adonisjs/core'
import connectorsConfig from '#config/connectors'
import type { Engine, SampleDatabase } from '#connectors/engine'
import { engines } from '#connectors/registry'
import Tenant from '#models/tenant'
import type User from '#models/user'
import { ConnectionService } from '#services/connection_service'
import { ConnectionTester } from '#services/connection_tester'
import { DEFAULT_ADMIN } from '#services/default_admin'
import { TenantService } from '#services/tenant_service'

/** Fills an empty installation with something to look at: an administrator, and a sample database connected. */
@inject()
export class TrialService {
  constructor(
    private tenants: TenantService,
    private connections: ConnectionService,
    private tester: ConnectionTester
  ) {}

  /** Does nothing, and says so, when anybody has a tenant here already. */
  async prepare(): Promise<boolean> {
    if (await Tenant.first()) return false
    const { admin } = await this.tenants.create('Sample team', DEFAULT_ADMIN)
    for (const { name, sample } of Object.values<Engine>(engines)) {
      if (sample) await this.#connect(admin, name, sample)
    }
    return true
  }

  async #connect(admin: User, type: string, { name, config, ...sample }: SampleDatabase) {
    await sample.create(join(connectorsConfig.filesDir, admin.tenantId, sample.file))
    const { id: userId, tenantId, email, role } = admin
    const actor = { tenantId, userId, email, role, isProgram: false, ip: null, requestId: null }
    const tags = ['sample']
    const connection = { name, type, config, credentials: {}, visibility: 'tenant', tags }
    const { id } = await this.connections.create(actor, connection)
    await this.tester.testStored(actor, id, { signal: AbortSignal.timeout(10_000) })
  }
}
