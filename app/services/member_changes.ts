import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { DateTime } from 'luxon'
import { ApiError } from '#exceptions/api_error'
import Invitation from '#models/invitation'
import Tenant from '#models/tenant'
import User, { type Role } from '#models/user'
import type { Actor } from '#services/actor'
import { endAccess } from '#services/auth/end_access'
import { databaseTime } from '#services/database_time'

/** One thing at a time, so that each is one event on the trail. */
export type MemberChange = { role: Role } | { active: boolean }

/**
 * Changes a member as part of a transaction that holds the team: two administrators who demote each other at the same
 * moment do not both succeed.
 * @throws ApiError E_NOT_FOUND, E_LAST_ADMIN
 */
export async function changeMember(
  { id, tenantId }: Pick<User, 'id' | 'tenantId'>,
  change: MemberChange,
  client: TransactionClientContract
): Promise<User> {
  const member = await User.query({ client }).where({ id, tenantId }).forUpdate().first()
  if (!member) throw new ApiError('E_NOT_FOUND')
  const stays = 'active' in change ? change.active : change.role === 'admin'
  if (!stays) await stepDown(member, client)
  if ('role' in change) return member.merge({ role: change.role }).save()
  if (change.active) return member.merge({ deactivatedAt: null }).save()
  return deactivate(member, client)
}

/** Whoever else changes this team's members waits until this transaction ends, of which it is the first statement. */
export async function holdTeam(tenantId: string, client: TransactionClientContract): Promise<void> {
  const team = Tenant.query({ client }).where('id', tenantId)
  await team.update({ updatedAt: databaseTime(client) })
}

/**
 * Holds on to somebody as they were when they asked: what they make in this transaction does not outlive a change
 * of their role or their deactivation, for those wait.
 * @throws ApiError E_CONFLICT when one of them came first
 */
export async function holdMember(
  { userId: id, tenantId, role }: Actor,
  client: TransactionClientContract
): Promise<void> {
  const [count] = await User.query({ client })
    .where({ id, tenantId, role })
    .whereNull('deactivated_at')
    .update({ role })
  if (Number(count) !== 1) throw new ApiError('E_CONFLICT')
}

/**
 * Both, in the order in which nobody waits in a circle: for whoever changes members, or adds what belongs to the team.
 * Somebody who was put out while their request was under way does not let themselves in again.
 * @throws ApiError E_CONFLICT
 */
export async function holdTeamAs(actor: Actor, client: TransactionClientContract): Promise<void> {
  await holdTeam(actor.tenantId, client)
  await holdMember(actor, client)
}

/** Who is no administrator any longer has not left a way back in either. */
async function stepDown(member: User, client: TransactionClientContract): Promise<void> {
  if (member.role !== 'admin') return
  if (!member.deactivatedAt) await refuseLastAdmin(member, client)
  const pending = Invitation.query({ client }).where('invited_by', member.id)
  await pending.whereNull('accepted_at').delete()
}

async function refuseLastAdmin({ id, tenantId }: User, client: TransactionClientContract) {
  const another = await User.query({ client })
    .where({ tenantId, role: 'admin' })
    .whereNull('deactivated_at')
    .whereNot('id', id)
    .forUpdate()
    .first()
  if (!another) throw new ApiError('E_LAST_ADMIN')
}

async function deactivate(member: User, client: TransactionClientContract): Promise<User> {
  await endAccess(member.id, client)
  return member.merge({ deactivatedAt: member.deactivatedAt ?? DateTime.utc() }).save()
}
