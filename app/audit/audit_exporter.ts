import { inject } from '@adonisjs/core'
import { AuditTrail } from '#audit/audit_trail'
import { chainIds } from '#audit/chain_ids_in_use'
import { tenantOf } from '#audit/chain_ids'
import { chainedEvents } from '#audit/chained_events'
import type { EventRow } from '#audit/event_row'
import { isoMoment } from '#audit/moments'
import { olderEvents } from '#audit/older_events'
import type { Period } from '#audit/period'
import AuditChain from '#models/audit_chain'
import { SYSTEM } from '#services/system_actor'

export interface ExportScope extends Period {
  /** The last sequence; what is added after the export has begun is not part of it. */
  until?: number
}

/** Tells the trail in lines of JSON, oldest first, a batch at a time however long it is. */
@inject()
export class AuditExporter {
  constructor(private trail: AuditTrail) {}

  /** One chain; each line ends with a line feed. */
  async *lines(chainId: string, { until, ...period }: ExportScope = {}): AsyncGenerator<string> {
    const chain = await AuditChain.find(chainId)
    const head = until ?? Number(chain?.sequence ?? 0)
    for await (const rows of olderEvents(chainId, period)) yield linesOf(rows)
    const range = { ...period, after: 0, until: head }
    for await (const rows of chainedEvents(chainId, range)) yield linesOf(rows)
  }

  /** One chain or all of them, for an operator; that it was asked for is in each chain before it is told. */
  async *exportAll(only: string | null, period: Period): AsyncGenerator<string> {
    for (const chainId of only ? [only] : await chainIds()) {
      await this.#record(chainId)
      yield* this.lines(chainId, period)
    }
  }

  #record(chainId: string): Promise<void> {
    const tenantId = tenantOf(chainId)
    const target = { type: 'tenant', id: tenantId, name: null }
    return this.trail.record({ ...SYSTEM, tenantId, action: 'audit.export', target })
  }
}

function linesOf(rows: EventRow[]): string {
  return rows.map((row) => `${JSON.stringify(exported(row))}\n`).join('')
}

/** Everything that the hash covers, and the hash. */
function exported(row: EventRow) {
  const { target_type: type, target_id: targetId, target_name: targetName } = row
  return {
    chainId: row.chain_id,
    sequence: row.sequence === null ? null : Number(row.sequence),
    hash: row.hash,
    id: row.id,
    tenantId: row.tenant_id,
    createdAt: isoMoment(row.created_at),
    action: row.action,
    outcome: row.outcome,
    code: row.code,
    actor: { id: row.actor_id, email: row.actor_email },
    target: type === null ? null : { type, id: targetId, name: targetName },
    ip: row.ip,
    requestId: row.request_id,
    durationMs: row.duration_ms,
  }
}
