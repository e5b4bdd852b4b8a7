import { Readable } from 'node:stream'
import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { AuditReader } from '#audit/audit_reader'
import { auditExportValidator } from '#validators/audit_options'

/** The audit trail, to take away. */
@inject()
export default class AuditExportsController {
  constructor(private trail: AuditReader) {}

  /** Tells all of it, line by line; an answer that ends without its last line feed was cut off. */
  async show({ actor, request, response }: HttpContext) {
    const period = await auditExportValidator.validate(request.qs())
    const lines = await this.trail.export(actor, period)
    response.type('application/x-ndjson')
    response.header('Content-Disposition', 'attachment; filename="audit-events.jsonl"')
    response.stream(Readable.from(lines))
  }
}
