import { inject } from '@adonisjs/core'
import hash from '@adonisjs/core/services/hash'
import { v7 as uuid } from 'uuid'
import { AuditTrail } from '#audit/audit_trail'
import { ApiError } from '#exceptions/api_error'
import Invitation from '#models/invitation'
import User from '#models/user'
import { E_EMAIL_TAKEN } from '#services/account_errors'
import { LoginThrottle } from '#services/auth/login_throttle'
import type { Origin } from '#services/auth/origin'
import { invitationText } from '#services/auth/secret_texts'
import { databaseTime } from '#services/database_time'
import { isUniqueViolation } from '#services/is_unique_violation'
import { holdTeam } from '#services/member_changes'
import { asRole } from '#services/member_service'

export interface NewMember {
  fullName?: string | null
  password: string
}

/** Lets those in who were invited, each link once. */
@inject()
export class InvitationAcceptance {
  constructor(
    private throttle: LoginThrottle,
    private audit: AuditTrail
  ) {}

  /** Null when it was used or withdrawn, is too old, or never was. */
  async find(text: string): Promise<Invitation | null> {
    if (!invitationText.recognises(text)) return null
    const query = Invitation.query()
    return query
      .where('hash', invitationText.hash(text))
      .whereNull('accepted_at')
      .where('expires_at', '>', databaseTime(query.client))
      .first()
  }

  /**
   * Makes a member of whoever has the link.
   * @throws ApiError E_INVITATION_ENDED, E_UNAVAILABLE; E_EMAIL_TAKEN, E_TOO_MANY_REQUESTS
   */
  accept(text: string, member: NewMember, origin: Origin): Promise<User> {
    return this.throttle.run(`invitation:${invitationText.hash(text)}`, origin.ip, async () => {
      const invitation = await this.find(text)
      if (!invitation) throw new ApiError('E_INVITATION_ENDED')
      await this.#refuseTaken(invitation, origin)
      // Not in the transaction, which would keep the database waiting for it.
      const password = await hash.make(member.password)
      try {
        return await this.#join(invitation, { ...member, password }, origin)
      } catch (error) {
        throw isUniqueViolation(error) ? new E_EMAIL_TAKEN([invitation.email]) : error
      }
    })
  }

  /** Who invited them does not learn of other teams by that; that somebody tries is in the trail. @throws E_EMAIL_TAKEN */
  async #refuseTaken({ tenantId, email, role }: Invitation, { ip, requestId }: Origin) {
    if (!(await User.findBy('email', email))) return
    const who = { tenantId, actorId: null, actorEmail: null, ip, requestId }
    const target = { type: 'user', id: null, name: asRole(email, role) }
    const how = { outcome: 'failure', code: 'E_EMAIL_TAKEN', durationMs: null } as const
    await this.audit.record({ ...who, action: 'member.join', target, ...how })
    throw new E_EMAIL_TAKEN([email])
  }

  /** Compare and swap: of all who have the link, exactly one becomes a member. */
  #join({ id, tenantId, email, role }: Invitation, member: NewMember, origin: Origin) {
    const { ip, requestId } = origin
    return this.audit.transaction(tenantId, async (client, record) => {
      await holdTeam(tenantId, client)
      const now = databaseTime(client)
      const [count] = await Invitation.query({ client })
        .where('id', id)
        .whereNull('accepted_at')
        .where('expires_at', '>', now)
        .update({ acceptedAt: now })
      if (Number(count) !== 1) throw new ApiError('E_INVITATION_ENDED')
      const { password, fullName = null } = member
      const userId = uuid()
      // Not by the model, which would hash the hash.
      await client.table(User.table).insert({
        ...{ id: userId, tenant_id: tenantId, email, full_name: fullName, role, password },
        ...{ created_at: now, updated_at: now },
      })
      const target = { type: 'user', id: userId, name: asRole(email, role) }
      const who = { tenantId, actorId: userId, actorEmail: email, ip, requestId }
      await record({ ...who, action: 'member.join', target, outcome: 'success', durationMs: null })
      return User.findOrFail(userId, { client })
    })
  }
}
