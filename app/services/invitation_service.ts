import { inject } from '@adonisjs/core'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { DateTime } from 'luxon'
import { v7 as uuid, validate as isUuid } from 'uuid'
import { AuditTrail } from '#audit/audit_trail'
import { AuditedActions } from '#audit/audited_actions'
import { appUrl } from '#config/app'
import { ApiError } from '#exceptions/api_error'
import Invitation from '#models/invitation'
import Tenant from '#models/tenant'
import User, { type Role } from '#models/user'
import { E_EMAIL_TAKEN, E_TENANT_NOT_FOUND } from '#services/account_errors'
import type { Actor } from '#services/actor'
import { invitationText } from '#services/auth/secret_texts'
import { holdTeam, holdTeamAs } from '#services/member_changes'
import { asRole, MemberService, refuseAppointment, type Paging } from '#services/member_service'
import { SYSTEM } from '#services/system_actor'

/** Days for which a link is good. */
const INVITATION_DAYS = 7

export interface NewInvitation {
  /** In lower case. */
  email: string
  role: Role
}

export interface InvitationList extends Paging {
  /** Only those that were, or were not. */
  accepted?: 'true' | 'false'
}

export interface IssuedInvitation {
  invitation: Invitation
  /** The link, told this once: only a hash of it is kept. */
  url: string
}

/** Invites people into a team by links, which whoever asked hands over: there is no mail server. */
@inject()
export class InvitationService {
  constructor(
    private members: MemberService,
    private audited: AuditedActions,
    private audit: AuditTrail
  ) {}

  /** @throws E_AUTHORIZATION_FAILURE */
  async list(actor: Actor, { page, perPage, accepted }: InvitationList) {
    await this.members.policyOf(actor).authorize('manage')
    const invitations = Invitation.query().where('tenant_id', actor.tenantId)
    if (accepted === 'true') invitations.whereNotNull('accepted_at')
    if (accepted === 'false') invitations.whereNull('accepted_at')
    return invitations.orderBy('created_at', 'desc').orderBy('id', 'desc').paginate(page, perPage)
  }

  /**
   * Links that the same email had before are good no longer. Of members of other teams nothing is told: whoever has the
   * link learns that they are one.
   * @throws E_EMAIL_TAKEN for a member of this team; ApiError E_TOKEN_ABILITY, E_CONFLICT; E_AUTHORIZATION_FAILURE
   */
  async invite(actor: Actor, input: NewInvitation): Promise<IssuedInvitation> {
    const id = uuid()
    const entry = { actor, action: 'member.invite', target: targetOf(id, input) } as const
    return this.audited.change(entry, async () => {
      await this.members.policyOf(actor).authorize('manage')
      refuseAppointment(actor, input.role)
      const earlier = await pendingOf(actor.tenantId, input)
      const invitation = { id, tenantId: actor.tenantId, invitedBy: actor.userId, ...input }
      return async (client) => {
        await holdTeamAs(actor, client)
        await refuseTaken({ email: input.email, tenantId: actor.tenantId }, client)
        return issue(invitation, earlier, client)
      }
    })
  }

  /** For operators. @throws E_TENANT_NOT_FOUND, E_EMAIL_TAKEN */
  async inviteTo(tenantSlug: string, input: NewInvitation): Promise<IssuedInvitation> {
    const tenant = await Tenant.findBy('slug', tenantSlug)
    if (!tenant) throw new E_TENANT_NOT_FOUND([tenantSlug])
    const tenantId = tenant.id
    const id = uuid()
    const earlier = await pendingOf(tenantId, input)
    return this.audit.transaction(tenantId, async (client, record) => {
      await holdTeam(tenantId, client)
      await refuseTaken({ email: input.email }, client)
      const issued = await issue({ id, tenantId, invitedBy: null, ...input }, earlier, client)
      const target = targetOf(id, input)
      await record({ ...SYSTEM, tenantId, action: 'member.invite', target })
      return issued
    })
  }

  /** @throws ApiError E_NOT_FOUND, E_INVITATION_ENDED when it was accepted; E_AUTHORIZATION_FAILURE */
  async withdraw(actor: Actor, id: string): Promise<void> {
    const { tenantId } = actor
    const invitation = isUuid(id)
      ? await Invitation.query().where({ id: id.toLowerCase(), tenantId }).first()
      : null
    if (!invitation) throw new ApiError('E_NOT_FOUND')
    const target = targetOf(invitation.id, invitation)
    const entry = { actor, action: 'member.withdraw_invitation', target } as const
    await this.audited.change(entry, async () => {
      await this.members.policyOf(actor).authorize('manage')
      return async (client) => {
        const pending = Invitation.query({ client }).where('id', invitation.id)
        const [count] = await pending.whereNull('accepted_at').delete()
        if (Number(count) !== 1) throw new ApiError('E_INVITATION_ENDED')
      }
    })
  }
}

/** Looked up before the transaction: MySQL would lock the gap that others insert into. */
async function pendingOf(tenantId: string, { email }: NewInvitation): Promise<string[]> {
  const pending = await Invitation.query().where({ tenantId, email }).whereNull('accepted_at')
  return pending.map(({ id }) => id)
}

/** @throws E_EMAIL_TAKEN */
async function refuseTaken(
  who: { email: string; tenantId?: string },
  client: TransactionClientContract
) {
  if (await User.query({ client }).where(who).first()) throw new E_EMAIL_TAKEN([who.email])
}

async function issue(
  row: NewInvitation & { id: string; tenantId: string; invitedBy: string | null },
  earlier: string[],
  client: TransactionClientContract
): Promise<IssuedInvitation> {
  const text = invitationText.generate()
  const hash = invitationText.hash(text)
  const expiresAt = DateTime.utc().plus({ days: INVITATION_DAYS })
  const invitation = await Invitation.create({ ...row, hash, expiresAt }, { client })
  if (earlier.length > 0) {
    await Invitation.query({ client }).whereIn('id', earlier).whereNull('accepted_at').delete()
  }
  return { invitation, url: `${appUrl.replace(/\/+$/, '')}/invitations/${text}` }
}

function targetOf(id: string, { email, role }: NewInvitation) {
  return { type: 'invitation', id, name: asRole(email, role) }
}
