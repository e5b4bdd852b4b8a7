import { inject } from '@adonisjs/core'
import { Bouncer } from '@adonisjs/bouncer'
import { validate as isUuid } from 'uuid'
import { AuditExporter } from '#audit/audit_exporter'
import { AuditedActions } from '#audit/audited_actions'
import type { AuditAction } from '#audit/actions'
import { chainOf } from '#audit/chain_ids'
import { within, type Period } from '#audit/period'
import AuditChain from '#models/audit_chain'
import AuditEvent from '#models/audit_event'
import AuditPolicy from '#policies/audit_policy'
import type { Actor } from '#services/actor'

export interface AuditFilters extends Period {
  page: number
  perPage: number
  action?: AuditAction
  outcome?: AuditEvent['outcome']
  /** An id, or an email. */
  actor?: string
  /** Id of what it was done to. */
  target?: string
}

/** Shows a tenant's administrators their trail. */
@inject()
export class AuditReader {
  constructor(
    private actions: AuditedActions,
    private exporter: AuditExporter
  ) {}

  /** Newest first. @throws E_AUTHORIZATION_FAILURE */
  async list(actor: Actor, filters: AuditFilters) {
    await new Bouncer({ ...actor }).with(AuditPolicy).authorize('list')
    const { page, perPage, action, outcome, target, from, to } = filters
    const query = AuditEvent.query().where('tenant_id', actor.tenantId)
    if (action) query.where('action', action)
    if (outcome) query.where('outcome', outcome)
    if (filters.actor)
      query.where(isUuid(filters.actor) ? 'actor_id' : 'actor_email', filters.actor.toLowerCase())
    if (target) query.where('target_id', target.toLowerCase())
    within(query, { from, to })
    return query.orderBy('created_at', 'desc').orderBy('id', 'desc').paginate(page, perPage)
  }

  /**
   * Where the trail ends: `SEQUENCE:HASH`, to be noted elsewhere. Null before the first event.
   *
   * @throws E_AUTHORIZATION_FAILURE
   */
  async head(actor: Actor): Promise<string | null> {
    await new Bouncer({ ...actor }).with(AuditPolicy).authorize('list')
    const chain = await AuditChain.find(chainOf(actor.tenantId))
    return chain && Number(chain.sequence) > 0 ? `${chain.sequence}:${chain.hash}` : null
  }

  /**
   * All of it in lines of JSON, oldest first. That somebody has asked for it is in it already.
   *
   * @throws E_AUTHORIZATION_FAILURE
   */
  async export(actor: Actor, period: Period): Promise<AsyncGenerator<string>> {
    const { tenantId } = actor
    const target = { type: 'tenant', id: tenantId, name: null }
    await this.actions.observe({ actor, action: 'audit.export', target }, () =>
      new Bouncer({ ...actor }).with(AuditPolicy).authorize('export')
    )
    return this.exporter.lines(tenantId, period)
  }
}
