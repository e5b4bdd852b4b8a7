import { randomBytes } from 'node:crypto'
import { inject } from '@adonisjs/core'
import string from '@adonisjs/core/helpers/string'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { v7 as uuid } from 'uuid'
import { AuditChains } from '#audit/audit_chains'
import { AuditTrail } from '#audit/audit_trail'
import { chainOf } from '#audit/chain_ids'
import AuditChain from '#models/audit_chain'
import Tenant from '#models/tenant'
import User from '#models/user'
import { E_SETUP_OVER, E_TENANT_TAKEN } from '#services/account_errors'
import type { Origin } from '#services/auth/origin'
import { SYSTEM } from '#services/system_actor'
import { UserService, type NewUser } from '#services/user_service'

const SLUG_LENGTH = 60

type NewAdmin = Omit<NewUser, 'role'>

/** The teams that share this installation. */
@inject()
export class TenantService {
  constructor(
    private users: UserService,
    private audit: AuditTrail,
    private chains: AuditChains
  ) {}

  /**
   * A tenant and its first administrator: both or neither. An operator does it.
   * @throws E_TENANT_TAKEN, E_EMAIL_TAKEN
   */
  create(name: string, admin: NewAdmin): Promise<{ tenant: Tenant; admin: User }> {
    return this.#create(name, admin, null)
  }

  /**
   * The same for the first tenant of all, whose administrator does it themselves. Of all who try at once, one does.
   * @throws E_SETUP_OVER when there is anybody already; E_TENANT_TAKEN
   */
  found(name: string, admin: NewAdmin, origin: Origin): Promise<{ tenant: Tenant; admin: User }> {
    return this.#create(name, admin, origin)
  }

  async #create(name: string, admin: NewAdmin, founder: Origin | null) {
    const slug = slugOf(name)
    if (founder) await refuseUnlessFirst()
    await this.chains.obtain(chainOf(null))
    try {
      return await this.#insert(name, slug, { ...admin, id: uuid(), role: 'admin' }, founder)
    } catch (error) {
      if (error instanceof E_SETUP_OVER) throw error
      if (await Tenant.findBy('slug', slug)) throw new E_TENANT_TAKEN([slug])
      await this.users.refuseTaken(admin.email)
      throw error
    }
  }

  #insert(name: string, slug: string, newAdmin: NewUser & { id: string }, founder: Origin | null) {
    const id = uuid()
    const by = founder ? { ...SYSTEM, ...whoOf(newAdmin, founder) } : SYSTEM
    return this.audit.transaction(id, async (trx, record) => {
      await holdInstallation(trx)
      if (founder) await refuseUnlessFirst(trx)
      const tenant = await Tenant.create({ id, name, slug }, { client: trx })
      const target = { type: 'tenant', id, name }
      await record({ ...by, tenantId: id, action: 'tenant.create', target })
      return { tenant, admin: await this.users.insert(id, newAdmin, trx, record, by) }
    })
  }
}

function whoOf({ id, email }: { id: string; email: string }, { ip, requestId }: Origin) {
  return { actorId: id, actorEmail: email, ip, requestId }
}

/** Asked beforehand too: a chain is made for whoever gets as far as the transaction. @throws E_SETUP_OVER */
async function refuseUnlessFirst(client?: TransactionClientContract): Promise<void> {
  if (await User.query({ client }).select('id').first()) throw new E_SETUP_OVER()
}

/**
 * Whoever else makes a tenant waits until this transaction ends, of which it is the first statement. The row is that of
 * the events that belong to no tenant, which is the one that every installation has.
 */
async function holdInstallation(client: TransactionClientContract): Promise<void> {
  const id = chainOf(null)
  await AuditChain.query({ client }).where('id', id).update({ id })
}

/** A name in the letters of addresses; of a name that has none of them, something random. */
export function slugOf(name: string): string {
  const slug = string.slug(name, { lower: true, strict: true }).slice(0, SLUG_LENGTH)
  return slug.replace(/-+$/, '') || `tenant-${randomBytes(4).toString('hex')}`
}
