import { randomBytes } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import { ChainKey } from '#audit/chain_key'
import { digestOfOlder } from '#audit/older_events'
import AuditChain from '#models/audit_chain'
import { SealInvalidError } from '#vault/errors'
import type { SealBinding } from '#vault/seal_header'
import { SingleFlight } from '#vault/single_flight'
import type { Vault } from '#vault/vault'

const KEY_BYTES = 32
/** Keys that are kept open; the least recently used leaves first. */
const MAX_OPEN = 4_096

/** The chains and their keys: a chain is made when its tenant's first event is about to be written. */
export class AuditChains {
  readonly #open = new Map<string, ChainKey>()
  readonly #opening = new SingleFlight<ChainKey>()

  constructor(private readonly vault: Vault) {}

  /**
   * The key of this chain, which is made when there is none. It must not be awaited inside a transaction.
   *
   * @throws what the vault and the database throw
   */
  async obtain(chainId: string): Promise<ChainKey> {
    const key = this.#open.get(chainId)
    if (!key) return this.#opening.run(chainId, () => this.#load(chainId))
    this.#keep(key)
    return key
  }

  /** The key of a chain that is there, opened anew. */
  async openKey({ id, sealedKey }: AuditChain): Promise<ChainKey> {
    const { key = '' } = await this.vault.open(bindingOf(id), sealedKey)
    const secret = Buffer.from(key, 'base64')
    if (secret.length !== KEY_BYTES) throw new SealInvalidError('The key of a chain is too short')
    return new ChainKey(id, secret)
  }

  async #load(chainId: string): Promise<ChainKey> {
    const chain = (await AuditChain.find(chainId)) ?? (await this.#create(chainId))
    const key = await this.openKey(chain)
    this.#keep(key)
    return key
  }

  /** Whoever loses the race between nodes takes the winner's row. */
  async #create(chainId: string): Promise<AuditChain> {
    await refuseWhenLost(chainId)
    const secret = randomBytes(KEY_BYTES)
    const { token, masterKeyId } = await this.vault.seal(bindingOf(chainId), {
      key: secret.toString('base64'),
    })
    const key = new ChainKey(chainId, secret)
    secret.fill(0)
    const sequence = 0
    const hash = key.genesis(await digestOfOlder(key))
    const anchor = {
      prunedSequence: sequence,
      prunedHash: hash,
      prunedProof: key.proofOf({ sequence, hash }),
    }
    const row = { id: chainId, sealedKey: token, masterKeyId, sequence, hash, ...anchor }
    try {
      return await AuditChain.create(row)
    } catch (error) {
      const winner = await AuditChain.find(chainId)
      if (!winner) throw error
      return winner
    }
  }

  /** Keeps it as the most recently used one. */
  #keep(key: ChainKey): void {
    this.#open.delete(key.chainId)
    this.#open.set(key.chainId, key)
    const [oldest] = this.#open.keys()
    if (this.#open.size > MAX_OPEN && oldest !== undefined) this.#open.delete(oldest)
  }
}

function bindingOf(chainId: string): SealBinding {
  return { tenantId: chainId, purpose: 'audit-chain' }
}

/** A new chain over events that had one already would hide that it was taken away. */
async function refuseWhenLost(chainId: string): Promise<void> {
  const event = await db.from('audit_events').where('chain_id', chainId).select('id').first()
  if (event) throw new Error(`The row ${chainId} of audit_chains is gone, and its events are not`)
}
