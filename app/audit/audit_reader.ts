import { Bouncer } from '@adonisjs/bouncer'
import { DateTime } from 'luxon'
import { validate as isUuid } from 'uuid'
import type { AuditAction } from '#audit/actions'
import AuditEvent from '#models/audit_event'
import AuditPolicy from '#policies/audit_policy'
import type { Actor } from '#services/actor'

export interface AuditFilters {
  page: number
  perPage: number
  action?: AuditAction
  outcome?: AuditEvent['outcome']
  /** An id, or an email. */
  actor?: string
  /** Id of what it was done to. */
  target?: string
  /** ISO 8601; both ends count. */
  from?: string
  to?: string
}

/** Shows a tenant's administrators their trail, newest first. */
export class AuditReader {
  /** @throws E_AUTHORIZATION_FAILURE */
  async list(actor: Actor, filters: AuditFilters) {
    await new Bouncer({ ...actor }).with(AuditPolicy).authorize('list')
    const { page, perPage, action, outcome, target, from, to } = filters
    const query = AuditEvent.query().where('tenant_id', actor.tenantId)
    if (action) query.where('action', action)
    if (outcome) query.where('outcome', outcome)
    if (filters.actor)
      query.where(isUuid(filters.actor) ? 'actor_id' : 'actor_email', filters.actor.toLowerCase())
    if (target) query.where('target_id', target.toLowerCase())
    if (from) query.where('created_at', '>=', instant(from))
    if (to) query.where('created_at', '<=', instant(to))
    return query.orderBy('created_at', 'desc').orderBy('id', 'desc').paginate(page, perPage)
  }
}

/** As the application database spells moments. */
function instant(iso: string): string {
  const { dateTimeFormat } = AuditEvent.query().client.dialect
  return DateTime.fromISO(iso, { zone: 'utc' }).toFormat(dateTimeFormat)
}
