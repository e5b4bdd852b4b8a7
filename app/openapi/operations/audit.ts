import { pageOf, ok, type Operation } from '#openapi/operations/operation'
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
}
