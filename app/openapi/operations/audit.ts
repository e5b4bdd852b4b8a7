import { ref } from '#openapi/json_schema'
import { pageOf, ok, type Operation } from '#openapi/operations/operation'
import { auditExportValidator } from '#validators/audit_options'
import { auditListValidator } from '#validators/audit_queries'

export const auditOperations: Record<string, Operation> = {
  'GET /api/v2/audit-events': {
    tag: 'Audit',
    summary: 'List what happened, newest first',
    description: 'For administrators.',
    query: auditListValidator,
    success: ok(pageOf('AuditEvent')),
    fails: [403],
  },
  'GET /api/v2/audit-events/export': {
    tag: 'Audit',
    summary: 'Get the whole trail in lines of JSON, oldest first',
    description: 'For administrators. It is streamed, and it is an event itself.',
    query: auditExportValidator,
    success: { ...ok(ref('ExportedEvent')), lines: true },
    fails: [403, 429],
  },
}
