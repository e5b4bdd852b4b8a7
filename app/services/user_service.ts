import { inject } from '@adonisjs/core'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { AuditTrail, type AuditEntry, type Recorder } from '#audit/audit_trail'
import Tenant from '#models/tenant'
import User, { type Role } from '#models/user'
import { E_EMAIL_TAKEN, E_TENANT_NOT_FOUND, E_USER_NOT_FOUND } from '#services/account_errors'
import { endAccess } from '#services/auth/end_access'
import { changeMember, holdTeam } from '#services/member_changes'
import { SYSTEM } from '#services/system_actor'

export interface NewUser {
  /** In lower case. */
  email: string
  fullName?: string | null
  password: string
  role: Role
}

/** The people of a tenant. */
@inject()
export class UserService {
  constructor(private audit: AuditTrail) {}

  /** @throws E_TENANT_NOT_FOUND, E_EMAIL_TAKEN */
  async create(tenantSlug: string, input: NewUser): Promise<User> {
    const tenant = await Tenant.findBy('slug', tenantSlug)
    if (!tenant) throw new E_TENANT_NOT_FOUND([tenantSlug])
    try {
      return await this.audit.transaction(tenant.id, (trx, record) =>
        this.insert(tenant.id, input, trx, record)
      )
    } catch (error) {
      await this.refuseTaken(input.email)
      throw error
    }
  }

  /**
   * Sets a password, and ends the person's sessions and API tokens: whoever knew the old one is out.
   * @throws E_USER_NOT_FOUND
   */
  async setPassword(email: string, password: string): Promise<User> {
    const user = await User.findBy('email', email)
    if (!user) throw new E_USER_NOT_FOUND([email])
    const { id, tenantId } = user
    await this.audit.transaction(tenantId, async (trx, record) => {
      await user.useTransaction(trx).merge({ password }).save()
      await endAccess(id, trx)
      const target = { type: 'user', id, name: email }
      await record({ ...SYSTEM, tenantId, action: 'user.set_password', target })
    })
    return user
  }

  /**
   * Deactivates somebody, who is out at once, or lets them sign in again.
   * @throws E_USER_NOT_FOUND; ApiError E_LAST_ADMIN
   */
  async setActive(email: string, active: boolean): Promise<User> {
    const user = await User.findBy('email', email)
    if (!user) throw new E_USER_NOT_FOUND([email])
    const { id, tenantId } = user
    return this.audit.transaction(tenantId, async (trx, record) => {
      await holdTeam(tenantId, trx)
      const changed = await changeMember(user, { active }, trx)
      const action = active ? 'member.reactivate' : 'member.deactivate'
      await record({ ...SYSTEM, tenantId, action, target: { type: 'user', id, name: email } })
      return changed
    })
  }

  /** The row and its audit event, as part of a larger transaction. `by` says who did it. */
  async insert(
    tenantId: string,
    input: NewUser & { id?: string },
    trx: TransactionClientContract,
    record: Recorder,
    by: Pick<AuditEntry, keyof typeof SYSTEM> = SYSTEM
  ): Promise<User> {
    const user = await User.create({ ...input, tenantId }, { client: trx })
    const target = { type: 'user', id: user.id, name: user.email }
    await record({ ...by, tenantId, action: 'user.create', target })
    return user
  }

  /**
   * Says why an insert has failed. The unique index decides, not a look beforehand, so that two at once cannot
   * both pass.
   * @throws E_EMAIL_TAKEN
   */
  async refuseTaken(email: string): Promise<void> {
    if (await User.findBy('email', email)) throw new E_EMAIL_TAKEN([email])
  }
}
