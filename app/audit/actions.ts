/** Everything the trail can say. */
export const AUDIT_ACTIONS = [
  'session.login',
  'session.logout',
  'session.refresh',
  'session.reuse_detected',
  'tenant.create',
  'user.create',
  'user.set_password',
  'connection.create',
  'connection.update',
  'connection.delete',
  'connection.test',
  'connection.list_tables',
  'connection.preview',
] as const

export type AuditAction = (typeof AUDIT_ACTIONS)[number]
