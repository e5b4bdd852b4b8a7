import { Exception } from '@adonisjs/core/exceptions'
import type { AuditEntry, AuditTrail } from '#audit/audit_trail'
import type { RotationReport } from '#vault/rotation/key_rotation'

/** Keys belong to no tenant, and whoever turns them works at the console. */
const OPERATOR = {
  tenantId: null,
  actorId: null,
  actorEmail: null,
  ip: null,
  requestId: null,
  durationMs: null,
} as const satisfies Partial<AuditEntry>

/** What the trail hears of a rotation: that it began, and how it ended. */
export class KeyTrail {
  constructor(private readonly trail: AuditTrail) {}

  /** @throws TrailUnavailable: a rotation that cannot be recorded does not begin */
  began(masterKeyId: string): Promise<void> {
    return this.trail.record(rotation(masterKeyId, 'begun', { outcome: 'success' }))
  }

  ended(masterKeyId: string, { status, resealed, seconds }: RotationReport): Promise<void> {
    const complete = status === 'finished'
    const ending = complete
      ? ({ outcome: 'success' } as const)
      : ({ outcome: 'failure', code: status } as const)
    const entry = rotation(masterKeyId, `${status}, ${resealed} rows resealed`, ending)
    return this.trail.record({ ...entry, durationMs: Math.round(seconds * 1_000) })
  }

  failed(masterKeyId: string, error: unknown): Promise<void> {
    const code = error instanceof Exception ? (error.code ?? null) : null
    return this.trail.record(rotation(masterKeyId, 'failed', { outcome: 'failure', code }))
  }
}

/** The event of a key that is retired, for the transaction that retires it. */
export function retirement(masterKeyId: string, rows: number): AuditEntry {
  const target = { type: 'master_key', id: masterKeyId, name: `${rows} rows open without it` }
  return { ...OPERATOR, action: 'keys.retire', target, outcome: 'success' }
}

function rotation(
  masterKeyId: string,
  name: string,
  ending: Pick<AuditEntry, 'outcome' | 'code'>
): AuditEntry {
  return {
    ...OPERATOR,
    action: 'keys.rotate',
    target: { type: 'master_key', id: masterKeyId, name },
    ...ending,
  }
}
