import { inject } from '@adonisjs/core'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { AuditChains } from '#audit/audit_chains'
import { E_AUDIT_NOT_PROVED } from '#audit/audit_errors'
import { AuditTrail } from '#audit/audit_trail'
import { chainIds } from '#audit/chain_ids_in_use'
import { tenantOf } from '#audit/chain_ids'
import type { ChainKey, Place } from '#audit/chain_key'
import { chainName } from '#audit/chain_names'
import { placesOf, walkFrom } from '#audit/chain_verifier'
import { chainedEvents } from '#audit/chained_events'
import { storedMoment } from '#audit/moments'
import { countOlder, deleteOlder } from '#audit/older_events'
import AuditChain from '#models/audit_chain'
import { SYSTEM } from '#services/system_actor'

/** What retention would take from one chain. */
export interface PrunePlan {
  chainId: string
  tenant: string
  /** Events of the chain, and events that are older than it. */
  events: number
  older: number
  /** The last sequence that goes. */
  until: number
}

/** Ends of the batches that go: a chain can be proved after each of them. */
type Steps = Place[]

/** Takes old events away such that what is left can still be proved. */
@inject()
export class AuditPruner {
  constructor(
    private chains: AuditChains,
    private trail: AuditTrail
  ) {}

  /** What would go from one chain, or from all of them; throws what `plan` throws. */
  async planAll(only: string | null, before: Date): Promise<PrunePlan[]> {
    const plans: PrunePlan[] = []
    for (const id of only ? [only] : await chainIds()) {
      const plan = await this.plan(id, before)
      if (plan) plans.push(plan)
    }
    return plans
  }

  /**
   * What would go from this chain: every event up to the first that is not older than `before`. Null when nothing
   * would.
   *
   * @throws E_AUDIT_NOT_PROVED when what would go does not verify: it is evidence
   */
  async plan(chainId: string, before: Date): Promise<PrunePlan | null> {
    const chain = await AuditChain.find(chainId)
    if (!chain) return null
    const { anchor } = placesOf(chain)
    const until = await lastBefore(chain, before)
    if (until <= anchor.sequence) return null
    const older = anchor.sequence === 0 ? await countOlder(chainId) : 0
    const tenant = await chainName(chainId)
    await this.#prove(chain, until, tenant)
    return { chainId, tenant, events: until - anchor.sequence, older, until }
  }

  /** Does what was planned; a crash leaves a chain that is shorter and can be proved, and nothing half done. */
  async prune({ chainId, until, tenant }: PrunePlan): Promise<void> {
    const chain = await AuditChain.findOrFail(chainId)
    const key = await this.chains.openKey(chain)
    const steps = await this.#prove(chain, until, tenant)
    const tenantId = tenantOf(chainId)
    const isWhole = placesOf(chain).anchor.sequence === 0
    for (const [index, place] of steps.entries()) {
      await this.trail.transaction(tenantId, async (client, record) => {
        await moveAnchor(client, key, place)
        const gone = client.from('audit_events').where('chain_id', chainId)
        await gone.where('sequence', '<=', place.sequence).delete()
        if (index > 0) return
        if (isWhole) await deleteOlder(client, chainId)
        const target = { type: 'audit', id: null, name: `up to ${until}` }
        await record({ ...SYSTEM, tenantId, action: 'audit.prune', target })
      })
    }
  }

  /** Follows the chain from its beginning to here. */
  async #prove(chain: AuditChain, until: number, tenant: string): Promise<Steps> {
    const walk = await walkFrom(await this.chains.openKey(chain), chain)
    const { anchor } = placesOf(chain)
    const steps: Steps = []
    for await (const rows of chainedEvents(chain.id, { after: anchor.sequence, until })) {
      for (const row of rows) walk.step(row)
      const last = rows.at(-1)
      if (last) steps.push({ sequence: Number(last.sequence), hash: last.hash ?? '' })
    }
    const [finding] = walk.findings
    if (!finding) return steps
    const where = finding.sequence === null ? '' : `at ${finding.sequence}: `
    throw new E_AUDIT_NOT_PROVED([tenant, where + finding.message])
  }
}

/** The sequence before the first event that is not older; the head's when all are. */
async function lastBefore(chain: AuditChain, before: Date): Promise<number> {
  const first = await db
    .from('audit_events')
    .where('chain_id', chain.id)
    .where('created_at', '>=', storedMoment(before))
    .min('sequence as sequence')
    .first()
  return first?.sequence ? Number(first.sequence) - 1 : placesOf(chain).head.sequence
}

async function moveAnchor(client: TransactionClientContract, key: ChainKey, place: Place) {
  await client
    .from('audit_chains')
    .where('id', key.chainId)
    .where('pruned_sequence', '<', place.sequence)
    .update({
      pruned_sequence: place.sequence,
      pruned_hash: place.hash,
      pruned_proof: key.proofOf(place),
    })
}
