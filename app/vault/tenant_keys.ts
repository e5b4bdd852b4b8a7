import { randomBytes } from 'node:crypto'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import TenantKey from '#models/tenant_key'
import { DerivationSlots } from '#vault/derivation_slots'
import { deriveKey, type KeyMaker } from '#vault/derive_tenant_key'
import type { MasterKey } from '#vault/master_key'
import { SingleFlight } from '#vault/single_flight'
import { TenantKeyCache } from '#vault/tenant_key_cache'
import { readParameters, SALT_BYTES, type ScryptCost } from '#vault/tenant_key_parameters'

export interface TenantKeysOptions {
  /** Costs of the keys that are made from now on. */
  scrypt: ScryptCost
  /** The highest costs that are believed when read from a row. */
  scryptCaps: ScryptCost
  /** Derivations at once. */
  concurrency: number
  /** Derived keys that are kept, and for how many milliseconds. */
  cache: { maxKeys: number; ttl: number }
}

/** Turns a master key and a tenant into the tenant's key: one derivation for each pair, however many ask. */
export class TenantKeys<Key> {
  readonly #slots: DerivationSlots
  readonly #cache: TenantKeyCache<Key>
  readonly #derivations = new SingleFlight<Key | null>()
  readonly #creations = new SingleFlight<void>()

  /** @param makeKey what kind of key becomes of the derived bytes */
  constructor(
    private readonly options: TenantKeysOptions,
    private readonly makeKey: KeyMaker<Key>
  ) {
    this.#slots = new DerivationSlots(options.concurrency)
    this.#cache = new TenantKeyCache(options.cache)
  }

  /** The tenant's key under this master key; its row is made when there is none. */
  async obtain(tenantId: string, masterKey: MasterKey): Promise<Key> {
    const existing = await this.find(tenantId, masterKey)
    if (existing) return existing
    await this.#creations.run(nameOf(tenantId, masterKey), () =>
      createRow(tenantId, masterKey.id, this.options.scrypt)
    )
    // A look that began before the row was written may still be under way, and is shared: the next begins after it.
    const created = (await this.find(tenantId, masterKey)) ?? (await this.find(tenantId, masterKey))
    if (!created) throw new Error('The row of a tenant key that was just written is gone')
    return created
  }

  /**
   * The tenant's key under this master key, or null when it never had one. Inside a transaction, `client` is the
   * transaction's.
   */
  async find(
    tenantId: string,
    masterKey: MasterKey,
    client?: QueryClientContract
  ): Promise<Key | null> {
    const name = nameOf(tenantId, masterKey)
    return (
      this.#cache.get(name) ??
      this.#derivations.run(name, async () => {
        const key = await this.#derive(tenantId, masterKey, client)
        if (key) this.#cache.set(name, key)
        return key
      })
    )
  }

  /** Forgets every derived key, and keeps none from now on. */
  dispose(): void {
    this.#cache.close()
  }

  async #derive(
    tenantId: string,
    masterKey: MasterKey,
    client?: QueryClientContract
  ): Promise<Key | null> {
    const row = await TenantKey.findBy({ tenantId, masterKeyId: masterKey.id }, { client })
    if (!row) return null
    const { salt, cost } = readParameters(row, this.options.scryptCaps)
    return this.#slots.run(() => deriveKey(masterKey, salt, cost, this.makeKey))
  }
}

function nameOf(tenantId: string, masterKey: MasterKey): string {
  return `${tenantId}:${masterKey.id}`
}

/** Whoever loses the race between nodes takes the winner's row: the pair is unique in the table. */
async function createRow(tenantId: string, masterKeyId: string, { N: n, r, p }: ScryptCost) {
  const salt = randomBytes(SALT_BYTES).toString('base64')
  try {
    await TenantKey.create({ tenantId, masterKeyId, salt, n, r, p })
  } catch (error) {
    if (!(await TenantKey.findBy({ tenantId, masterKeyId }))) throw error
  }
}
