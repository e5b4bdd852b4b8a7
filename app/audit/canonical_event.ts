import type { EventRow } from '#audit/event_row'
import { isoMoment } from '#audit/moments'

/** Says what is hashed: a later layout of the same columns gets another number. */
const VERSION = 1

/**
 * The one spelling of an event that is hashed: no two different events have the same. It covers every column but
 * the hash itself.
 *
 * @param previous the hash of the event before, null for events outside of chains
 */
export function canonicalEvent(row: EventRow, previous: string | null): string {
  return JSON.stringify([
    'varlor.audit.event',
    VERSION,
    row.chain_id,
    numberOf(row.sequence),
    previous,
    row.id,
    row.tenant_id,
    row.actor_id,
    row.actor_email,
    row.action,
    row.target_type,
    row.target_id,
    row.target_name,
    row.outcome,
    row.code,
    row.ip,
    row.request_id,
    numberOf(row.duration_ms),
    isoMoment(row.created_at),
  ])
}

/** PostgreSQL gives large numbers as text; what is no number at all must not pass for null, nor for zero. */
function numberOf(value: number | string | null): number | string | null {
  if (value === null) return null
  const isNumber = typeof value === 'number' ? Number.isFinite(value) : /^-?\d+$/.test(value)
  return isNumber ? Number(value) : String(value)
}
