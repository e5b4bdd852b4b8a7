import { chainedEvents } from '#audit/chained_events'
import type { ChainKey, Place } from '#audit/chain_key'
import { ChainWalk } from '#audit/chain_walk'
import { digestOfOlder } from '#audit/older_events'
import { strangersTo } from '#audit/strangers'
import AuditChain from '#models/audit_chain'

/** Called with each event that was proved, and with where the chain begins. */
export type OnPlace = (place: Place) => void

/**
 * Recomputes one chain up to its head, while others may write on. When retention moves its beginning meanwhile,
 * it is done again.
 */
export async function verifyChain(
  key: ChainKey,
  chain: AuditChain,
  onPlace: OnPlace
): Promise<ChainWalk> {
  const walk = await verifyOnce(key, chain, onPlace)
  if (walk.problems === 0) return walk
  const now = await AuditChain.find(chain.id)
  const wasPruned = now && Number(now.prunedSequence) > Number(chain.prunedSequence)
  return wasPruned ? verifyChain(key, now, onPlace) : walk
}

/** Where a chain ends, and where it begins. */
export function placesOf(chain: AuditChain): { head: Place; anchor: Place } {
  return {
    head: { sequence: Number(chain.sequence), hash: chain.hash },
    anchor: { sequence: Number(chain.prunedSequence), hash: chain.prunedHash },
  }
}

/** Begins a walk at the chain's anchor, which is judged first. */
export async function walkFrom(key: ChainKey, chain: AuditChain): Promise<ChainWalk> {
  const { anchor } = placesOf(chain)
  if (key.proofOf(anchor) !== chain.prunedProof) {
    const walk = new ChainWalk(key, anchor.sequence)
    walk.note('anchor_forged', anchor, 'Retention did not write where this chain begins.')
    return walk
  }
  const walk = new ChainWalk(key, anchor)
  if (anchor.sequence === 0 && key.genesis(await digestOfOlder(key)) !== anchor.hash) {
    const message = 'The events that are older than this chain are not those it began with.'
    walk.note('older_changed', anchor, message)
  }
  return walk
}

async function verifyOnce(key: ChainKey, chain: AuditChain, onPlace: OnPlace): Promise<ChainWalk> {
  const { head, anchor } = placesOf(chain)
  const walk = await walkFrom(key, chain)
  if (walk.problems === 0) onPlace(anchor)
  for await (const rows of chainedEvents(chain.id, {
    after: anchor.sequence,
    until: head.sequence,
  })) {
    for (const row of rows) {
      if (walk.step(row)) onPlace({ sequence: Number(row.sequence), hash: row.hash ?? '' })
    }
  }
  walk.finish(head)
  await noteStrangers(walk, chain)
  return walk
}

/** What was added at the end since the head was read is none: the head says so by now. */
async function noteStrangers(walk: ChainWalk, chain: AuditChain): Promise<void> {
  const { head, anchor } = placesOf(chain)
  const bounds = { chainId: chain.id, pruned: anchor.sequence, head: head.sequence }
  const strangers = await strangersTo(bounds)
  if (strangers.length === 0) return
  const now = await AuditChain.find(chain.id)
  const end = Number(now?.sequence ?? 0)
  for (const row of strangers) {
    const sequence = Number(row.sequence)
    const isNew = row.chain_id === chain.id && sequence > head.sequence && sequence <= end
    if (isNew && Number.isInteger(sequence)) continue
    walk.note('foreign', row, 'This row has no place in the chain: the trail did not write it.')
  }
}
