import type { AuditEntry } from '#audit/audit_trail'

/** A row of `audit_events`. What a database gives back for numbers and moments differs. */
export interface EventRow {
  id: string
  /** The tenant's id, or the nil UUID; null for events that are older than chains, as are the next two. */
  chain_id: string | null
  sequence: number | string | null
  hash: string | null
  tenant_id: string | null
  actor_id: string | null
  actor_email: string | null
  action: string
  target_type: string | null
  target_id: string | null
  target_name: string | null
  outcome: string
  code: string | null
  ip: string | null
  request_id: string | null
  duration_ms: number | null
  created_at: Date | string
}

/** What an entry says, in columns; the rest comes with its place in the chain. */
export type EventContent = Omit<EventRow, 'id' | 'chain_id' | 'sequence' | 'hash' | 'created_at'>

/** The largest number of a column of whole numbers. */
const LARGEST = 2 ** 31 - 1

/**
 * Makes columns of an entry. Every database gives them back just as they are here: what a column would cut is cut,
 * and what is not text everywhere (half a character, a zero) is replaced.
 */
export function contentOf({ target, ...entry }: AuditEntry): EventContent {
  return {
    tenant_id: entry.tenantId,
    actor_id: fitting(entry.actorId, 36),
    actor_email: fitting(entry.actorEmail, 254),
    action: entry.action,
    target_type: fitting(target?.type, 40),
    target_id: fitting(target?.id, 36),
    target_name: fitting(target?.name, 250),
    outcome: entry.outcome,
    code: fitting(entry.code, 40),
    ip: fitting(entry.ip, 45),
    request_id: fitting(entry.requestId, 64),
    duration_ms: whole(entry.durationMs),
  }
}

function fitting(text: string | null | undefined, length: number): string | null {
  return text?.slice(0, length).toWellFormed().replaceAll('\0', '\uFFFD') ?? null
}

function whole(number: number | null): number | null {
  return number === null || Number.isNaN(number)
    ? null
    : Math.max(0, Math.min(Math.round(number), LARGEST))
}
