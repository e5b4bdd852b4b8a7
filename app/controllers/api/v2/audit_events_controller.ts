import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { AuditReader } from '#audit/audit_reader'
import AuditEventTransformer from '#transformers/audit_event_transformer'
import { auditListValidator } from '#validators/audit_queries'

/** The audit trail. */
@inject()
export default class AuditEventsController {
  constructor(private trail: AuditReader) {}

  /** Lists what happened, newest first. */
  async index({ actor, request, serialize }: HttpContext) {
    const filters = await auditListValidator.validate(request.qs())
    const found = await this.trail.list(actor, filters)
    const page = AuditEventTransformer.paginate(found.all(), found.getMeta())
    const { data, metadata: meta } = await serialize(page)
    return { data, meta }
  }
}
