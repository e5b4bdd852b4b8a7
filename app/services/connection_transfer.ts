import { inject } from '@adonisjs/core'
import { AuditedActions } from '#audit/audited_actions'
import { ApiError } from '#exceptions/api_error'
import User from '#models/user'
import type { Actor } from '#services/actor'
import { ConnectionStore } from '#services/connection_store'
import { DatasetStore } from '#services/datasets/dataset_store'
import { holdTeamAs } from '#services/member_changes'
import { MemberService } from '#services/member_service'

/** Gives what a departed member kept for themselves to somebody who stays. */
@inject()
export class ConnectionTransfer {
  constructor(
    private members: MemberService,
    private store: ConnectionStore,
    private datasets: DatasetStore,
    private audited: AuditedActions
  ) {}

  /**
   * Makes another member the owner of all connections and datasets of one who was deactivated. Private ones stay private: from
   * now on the new owner sees them, and nobody else does.
   * @returns how many connections. @throws ApiError E_NOT_FOUND, E_CONFLICT, E_INVALID; E_AUTHORIZATION_FAILURE
   */
  async transfer(actor: Actor, fromId: string, toId: string): Promise<number> {
    const from = await this.members.find(actor, fromId)
    const target = { type: 'user', id: from.id, name: from.email }
    return this.audited.change({ actor, action: 'connection.transfer', target }, async () => {
      await this.members.policyOf(actor).authorize('manage')
      const { tenantId } = actor
      return async (client) => {
        await holdTeamAs(actor, client)
        const people = await User.query({ client })
          .where({ tenantId })
          .whereIn('id', [from.id, toId])
        refuseActive(people.find(({ id }) => id === from.id))
        const to = people.find(({ id }) => id === toId)
        refuseUnfit(to)
        target.name = `${from.email.slice(0, 120)} to ${to.email.slice(0, 120)}`
        await this.datasets.transfer(tenantId, from.id, toId, client)
        return this.store.transfer(tenantId, from.id, toId, client)
      }
    })
  }
}

function refuseActive(from: User | undefined) {
  if (from?.deactivatedAt) return
  throw new ApiError('E_CONFLICT', {
    message: 'This member is active, and their connections are theirs.',
    hint: 'Deactivate them first.',
  })
}

function refuseUnfit(to: User | undefined): asserts to is User {
  if (to && !to.deactivatedAt && to.role !== 'viewer') return
  const message = 'The new owner must be an active administrator or editor of this team.'
  throw new ApiError('E_INVALID', { field: 'to', message })
}
