import { BaseTransformer } from '@adonisjs/core/transformers'
import type AuditEvent from '#models/audit_event'

export default class AuditEventTransformer extends BaseTransformer<AuditEvent> {
  toObject() {
    const { resource } = this
    return {
      ...this.pick(resource, ['id', 'action', 'outcome', 'code', 'ip', 'requestId', 'durationMs']),
      actor: { id: resource.actorId, email: resource.actorEmail },
      target: resource.targetType
        ? { type: resource.targetType, id: resource.targetId, name: resource.targetName }
        : null,
      createdAt: resource.createdAt.toISO(),
      sequence: resource.sequence === null ? null : Number(resource.sequence),
      hash: resource.hash,
    }
  }
}
