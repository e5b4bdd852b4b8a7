import { inject } from '@adonisjs/core'
import { Bouncer } from '@adonisjs/bouncer'
import { validate as isUuid } from 'uuid'
import { AuditExporter } from '#audit/audit_exporter'
import { AuditedActions } from '#audit/audited_actions'
import type { AuditAction } from '#audit/actions'
import { within, type Period } from '#audit/period'
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
