import { Bouncer } from '@adonisjs/bouncer'
import { inject } from '@adonisjs/core'
import { validate as isUuid } from 'uuid'
import type { AuditAction } from '#audit/actions'
import { AuditedActions } from '#audit/audited_actions'
import { ApiError } from '#exceptions/api_error'
import User, { type Role } from '#models/user'
import MemberPolicy from '#policies/member_policy'
import type { Actor } from '#services/actor'
import { changeMember, holdTeamAs, type MemberChange } from '#services/member_changes'

export interface Paging {
  page: number
  perPage: number
}

/** The members of a team, for its administrators. */
@inject()
export class MemberService {
  constructor(private audited: AuditedActions) {}

  /** @throws E_AUTHORIZATION_FAILURE */
  async list(actor: Actor, { page, perPage }: Paging) {
    await this.policyOf(actor).authorize('manage')
    const members = User.query().where('tenant_id', actor.tenantId)
    return members.orderBy('email').paginate(page, perPage)
  }

  /** @throws ApiError E_NOT_FOUND, E_LAST_ADMIN, E_TOKEN_ABILITY, E_CONFLICT; E_AUTHORIZATION_FAILURE */
  async change(actor: Actor, id: string, change: MemberChange): Promise<User> {
    const member = await this.find(actor, id)
    const target = { type: 'user', id: member.id, name: describe(member, change) }
    return this.audited.change({ actor, action: actionOf(change), target }, async () => {
      await this.policyOf(actor).authorize('manage')
      return async (client) => {
        await holdTeamAs(actor, client)
        const changed = await changeMember(member, change, client)
        if (letsIn(change)) refuseAppointment(actor, changed.role)
        return changed
      }
    })
  }

  /** @throws ApiError E_NOT_FOUND, the same for what is missing and for members of other teams */
  async find({ tenantId }: Actor, id: string): Promise<User> {
    const member = isUuid(id)
      ? await User.query().where({ id: id.toLowerCase(), tenantId }).first()
      : null
    if (!member) throw new ApiError('E_NOT_FOUND')
    return member
  }

  policyOf(actor: Actor) {
    return new Bouncer({ ...actor }).with(MemberPolicy)
  }
}

function actionOf(change: MemberChange): AuditAction {
  if ('role' in change) return 'member.change_role'
  return change.active ? 'member.reactivate' : 'member.deactivate'
}

/** A change that takes something away makes nobody an administrator. */
function letsIn(change: MemberChange): boolean {
  return 'role' in change || change.active
}

/**
 * An administrator with a password may more than any API token: no token makes itself one.
 * @throws ApiError E_TOKEN_ABILITY
 */
export function refuseAppointment({ isProgram }: Actor, role: Role) {
  if (!isProgram || role !== 'admin') return
  throw new ApiError('E_TOKEN_ABILITY', {
    message: 'API tokens may not make anybody an administrator, whatever their abilities.',
    hint: 'Log in with your password, and use the access token.',
  })
}

function describe({ email }: User, change: MemberChange): string {
  return 'role' in change ? asRole(email, change.role) : email
}

/** How the trail names somebody who is given a role. */
export function asRole(email: string, role: string): string {
  return `${email.slice(0, 230)} as ${role}`
}
