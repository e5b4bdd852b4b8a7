import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { v7 as uuid } from 'uuid'
import type { AuditEntry } from '#audit/audit_trail'
import type { ChainKey, Place } from '#audit/chain_key'
import { contentOf, type EventRow } from '#audit/event_row'
import { storedMoment } from '#audit/moments'
import { statementChunks } from '#database/statement_chunks'

/**
 * Adds events at the end of a chain. Its head is locked until the transaction ends, so whoever else adds to this
 * chain waits; a caller locks its own rows before.
 */
export async function appendEvents(
  client: TransactionClientContract,
  key: ChainKey,
  entries: AuditEntry[]
): Promise<void> {
  const head = await lockHead(client, key.chainId)
  const moment = storedMoment(new Date())
  const rows: EventRow[] = []
  for (const entry of entries) {
    const { sequence, hash } = rows.at(-1) ?? head
    const row = { ...place(key, Number(sequence) + 1), ...contentOf(entry), created_at: moment }
    rows.push({ ...row, hash: key.hashOf(row, hash) })
  }
  for (const some of statementChunks(rows)) {
    await client.insertQuery().table('audit_events').multiInsert(some)
  }
  const { sequence, hash } = rows.at(-1) ?? head
  await client
    .from('audit_chains')
    .where('id', key.chainId)
    .update({ sequence, hash, updated_at: moment })
}

function place({ chainId }: ChainKey, sequence: number) {
  return { id: uuid(), chain_id: chainId, sequence, hash: null }
}

/** SQLite locks everything at once, and knows no other way. */
async function lockHead(client: TransactionClientContract, chainId: string): Promise<Place> {
  const head = await client
    .from('audit_chains')
    .where('id', chainId)
    .select('sequence', 'hash')
    .forUpdate()
    .first()
  if (!head) throw new Error(`The row ${chainId} of audit_chains is gone`)
  return { sequence: Number(head.sequence), hash: head.hash }
}
