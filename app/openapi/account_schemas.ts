import { AUDIT_ACTIONS } from '#audit/actions'
import { ANY_CODES } from '#exceptions/codes'
import { AUDIT_OUTCOMES } from '#models/audit_event'
import { ROLES } from '#models/user'
import { count, exactly, id, moment, orNull, ref, text } from '#openapi/json_schema'
import type { JsonSchema } from '#openapi/json_schema'

const auditEvent = {
  id,
  action: { enum: [...AUDIT_ACTIONS] },
  outcome: { enum: [...AUDIT_OUTCOMES] },
  code: { enum: [...ANY_CODES, null] },
  ip: orNull('string'),
  requestId: orNull('string'),
  durationMs: orNull('integer'),
  actor: exactly({ id: orNull('string', 'uuid'), email: orNull('string') }),
  target: {
    anyOf: [
      exactly({ type: text, id: orNull('string', 'uuid'), name: orNull('string') }),
      { type: 'null' as const },
    ],
  },
  createdAt: moment,
  sequence: {
    ...orNull('integer'),
    description: 'Place in the trail; null when older than its chain.',
  },
  hash: orNull('string'),
}

/** Who signs in, what the trail says of them, and how every failure looks. */
export const accountSchemas: Record<string, JsonSchema> = {
  User: exactly({
    id,
    tenantId: id,
    email: text,
    fullName: orNull('string'),
    role: { enum: [...ROLES] },
  }),
  TokenPair: exactly({
    token: { ...text, description: 'For `Authorization: Bearer`.' },
    refreshToken: { ...text, description: 'Good for one refresh.' },
    expiresAt: { ...moment, description: 'When the token ends.' },
    user: ref('User'),
  }),
  AuditEvent: exactly(auditEvent),
  ExportedEvent: exactly({
    ...auditEvent,
    tenantId: orNull('string', 'uuid'),
    chainId: orNull('string', 'uuid'),
  }),
  PageMeta: exactly({ page: count, perPage: count, total: count, lastPage: count }),
  Failure: exactly({
    errors: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        properties: { code: { enum: ANY_CODES }, message: text, field: text, hint: text },
        required: ['code', 'message'],
        additionalProperties: false,
      },
    },
    requestId: text,
  }),
}
