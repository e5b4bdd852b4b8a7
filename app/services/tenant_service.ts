import { randomBytes } from 'node:crypto'
import { inject } from '@adonisjs/core'
import string from '@adonisjs/core/helpers/string'
import { v7 as uuid } from 'uuid'
import { AuditTrail } from '#audit/audit_trail'
import Tenant from '#models/tenant'
import type User from '#models/user'
import { E_TENANT_TAKEN } from '#services/account_errors'
import { SYSTEM } from '#services/system_actor'
import { UserService, type NewUser } from '#services/user_service'

const SLUG_LENGTH = 60

/** The teams that share this installation. */
@inject()
export class TenantService {
  constructor(
    private users: UserService,
    private audit: AuditTrail
  ) {}

  /**
   * A tenant and its first administrator: both or neither.
   * @throws E_TENANT_TAKEN, E_EMAIL_TAKEN
   */
  async create(
    name: string,
    admin: Omit<NewUser, 'role'>
  ): Promise<{ tenant: Tenant; admin: User }> {
    const slug = slugOf(name)
    try {
      return await this.#insert(name, slug, { ...admin, role: 'admin' })
    } catch (error) {
      if (await Tenant.findBy('slug', slug)) throw new E_TENANT_TAKEN([slug])
      await this.users.refuseTaken(admin.email)
      throw error
    }
  }

  #insert(name: string, slug: string, newAdmin: NewUser) {
    const id = uuid()
    return this.audit.transaction(id, async (trx, record) => {
      const tenant = await Tenant.create({ id, name, slug }, { client: trx })
      const target = { type: 'tenant', id, name }
      await record({ ...SYSTEM, tenantId: id, action: 'tenant.create', target })
      return { tenant, admin: await this.users.insert(id, newAdmin, trx, record) }
    })
  }
}

/** A name in the letters of addresses; of a name that has none of them, something random. */
export function slugOf(name: string): string {
  const slug = string.slug(name, { lower: true, strict: true }).slice(0, SLUG_LENGTH)
  return slug.replace(/-+$/, '') || `tenant-${randomBytes(4).toString('hex')}`
}
