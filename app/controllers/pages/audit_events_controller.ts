import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { AuditReader } from '#audit/audit_reader'
import AuditEventTransformer from '#transformers/audit_event_transformer'
import { auditListValidator } from '#validators/audit_queries'

/** What the address bar may say of the list; whatever else is in it is not for us. */
const FILTERS = ['actor', 'action', 'target', 'outcome', 'from', 'to', 'page'] as const

/** The page about the audit trail, for administrators. */
@inject()
export default class AuditEventsController {
  constructor(private trail: AuditReader) {}

  async index({ actor, inertia, request, response, serialize }: HttpContext) {
    const [error, filters] = await auditListValidator.tryValidate(request.only([...FILTERS]))
    if (error) return response.redirect().toRoute('audit.index')
    const found = await this.trail.list(actor, filters)
    const page = AuditEventTransformer.paginate(found.all(), found.getMeta())
    const { data, metadata: meta } = await serialize(page)
    return inertia.render('audit/index', {
      events: { data, meta },
      head: await this.trail.head(actor),
    })
  }
}
