import { inject } from '@adonisjs/core'
import db from '@adonisjs/lucid/services/db'
import { AuditChains } from '#audit/audit_chains'
import { chainName } from '#audit/chain_names'
import { chainIds } from '#audit/chain_ids_in_use'
import { chainOf } from '#audit/chain_ids'
import type { Place } from '#audit/chain_key'
import { placesOf, verifyChain } from '#audit/chain_verifier'
import type { Finding } from '#audit/finding'
import AuditChain from '#models/audit_chain'

export interface ChainReport {
  chainId: string
  /** Slug of the tenant, or its id when it is gone. */
  tenant: string
  /** Events that were looked at. */
  events: number
  /** Where the chain ends: worth noting elsewhere. */
  head: Place | null
  /** All there are, also those beyond the ones that are named. */
  problems: number
  findings: Finding[]
}

export interface VerifyReport {
  chains: ChainReport[]
  /** Heads that were noted before and are in no chain any more. */
  lostAnchors: Place[]
  /** Events of tenants that have no chain yet: nothing can be said of them. */
  unchained: number
}

/** Proves that the trail is what was written, or says where it is not. */
@inject()
export class AuditVerifier {
  constructor(private chains: AuditChains) {}

  /** Looks at all chains, or at one; and for the heads that somebody has noted. */
  async verify(only: string | null, anchors: Place[]): Promise<VerifyReport> {
    const lost = new Map(anchors.map((anchor) => [spell(anchor), anchor]))
    const chains: ChainReport[] = []
    for (const id of only ? [only] : await chainIds()) {
      chains.push(await this.#report(id, (place) => lost.delete(spell(place))))
    }
    return { chains, lostAnchors: [...lost.values()], unchained: await countUnchained(only) }
  }

  async #report(chainId: string, onPlace: (place: Place) => void): Promise<ChainReport> {
    const about = { chainId, tenant: await chainName(chainId) }
    const chain = await AuditChain.find(chainId)
    if (!chain) return { ...about, head: null, ...(await withoutChain(chainId)) }
    const { head } = placesOf(chain)
    try {
      const key = await this.chains.openKey(chain)
      const { events, problems, findings } = await verifyChain(key, chain, onPlace)
      return { ...about, events, head, problems, findings }
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'E_SEAL_INVALID') throw error
      const message = `The key of this chain does not open. ${(error as Error).message}`
      return { ...about, head, ...alone('key_unreadable', message) }
    }
  }
}

async function withoutChain(chainId: string) {
  const event = await db.from('audit_events').where('chain_id', chainId).select('id').first()
  if (!event) return { events: 0, problems: 0, findings: [] }
  return alone('chain_missing', 'The chain is gone from audit_chains, and its events are not.')
}

function alone(problem: Finding['problem'], message: string) {
  return { events: 0, problems: 1, findings: [{ problem, sequence: null, eventId: null, message }] }
}

async function countUnchained(only: string | null): Promise<number> {
  const counts: { tenant: string | null; total: number | string }[] = await db
    .from('audit_events')
    .where({ sequence: null, chain_id: null })
    .groupBy('tenant_id')
    .select('tenant_id as tenant')
    .count('* as total')
  let unchained = 0
  for (const { tenant, total } of counts) {
    const id = chainOf(tenant)
    if ((only === null || only === id) && !(await AuditChain.find(id))) unchained += Number(total)
  }
  return unchained
}

function spell({ sequence, hash }: Place): string {
  return `${sequence}:${hash}`
}
