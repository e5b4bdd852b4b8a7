import db from '@adonisjs/lucid/services/db'
import { createAuditGuards, dropAuditGuards } from '#database/audit_guards'
import type { EventRow } from '#audit/event_row'

/** Does what the database refuses: whoever owns its tables can. */
export async function unguarded<T>(work: () => Promise<T>): Promise<T> {
  await dropAuditGuards(db.connection())
  try {
    return await work()
  } finally {
    await createAuditGuards(db.connection())
  }
}

/** Keeps a chain as it is; the result puts it back, whatever was done to it. */
export async function keepChain(chainId: string): Promise<() => Promise<void>> {
  const events = await eventsOf(chainId)
  const chain = await db.from('audit_chains').where('id', chainId).firstOrFail()
  return () =>
    unguarded(async () => {
      await db.from('audit_events').where('chain_id', chainId).delete()
      await db.from('audit_events').where('tenant_id', chainId).delete()
      await db.table('audit_events').multiInsert(events)
      await db.from('audit_chains').where('id', chainId).delete()
      await db.table('audit_chains').insert(chain)
    })
}

/** Changes one event by its place, behind the trail's back. */
export function edit(chainId: string, sequence: number, changes: Partial<EventRow>) {
  return unguarded(() =>
    db.from('audit_events').where({ chain_id: chainId, sequence }).update(changes)
  )
}

export async function eventsOf(chainId: string): Promise<EventRow[]> {
  return db.from('audit_events').where('chain_id', chainId).orderBy('sequence')
}

/** Lets no event be written until the test is over, or until what it returns is called. */
export async function breakTrail(cleanup: (run: () => Promise<void>) => void) {
  let isBroken = true
  const repair = async () => {
    if (isBroken) await db.rawQuery('alter table audit_events_away rename to audit_events')
    isBroken = false
  }
  await db.rawQuery('alter table audit_events rename to audit_events_away')
  cleanup(repair)
  return repair
}
