import type { KeyObject } from 'node:crypto'
import { keyObjectOf } from '#vault/derive_tenant_key'
import { SealInvalidError, TenantKeyInvalidError } from '#vault/errors'
import type { MasterKey } from '#vault/master_key'
import type { MasterKeyring } from '#vault/master_keyring'
import { openCompact, sealCompact } from '#vault/rotation/compact_cipher'
import type { SealedRow } from '#vault/rotation/sealed_rows'
import type { Swap } from '#vault/rotation/swap_tokens'
import { masterKeyOf, tenantKeyMissing } from '#vault/sealed_token'
import { TenantKeys, type TenantKeysOptions } from '#vault/tenant_keys'

/** A row that does not open, and why. */
export interface Unreadable {
  table: string
  id: string
  tenantId: string
  reason: string
}

export interface Resealed {
  swaps: Swap[]
  unreadable: Unreadable[]
}

/** What can be wrong with a row or with its tenant's key; anything else is not the row's fault. */
type RowFault = SealInvalidError | TenantKeyInvalidError

/** Keys of tenants under master keys, or why there are none. */
type KnownKeys = Map<string, KeyObject | RowFault>

/** Opens rows under whatever master key they need, and seals the same bytes under the active one. */
export class Resealer {
  readonly #tenantKeys: TenantKeys<KeyObject>

  constructor(
    private readonly keyring: MasterKeyring,
    options: TenantKeysOptions
  ) {
    this.#tenantKeys = new TenantKeys(options, keyObjectOf)
  }

  /** Derives what a batch needs, and resolves to what does the rest without waiting for anything. */
  async prepare(rows: SealedRow[], { sealing }: { sealing: boolean }): Promise<() => Resealed> {
    const keys: KnownKeys = new Map()
    const learn = async (tenantId: string, { id }: MasterKey, task: () => Promise<KeyObject>) => {
      keys.set(nameOf(tenantId, id), await task().catch(faultOf))
    }
    const { active } = this.keyring
    const openers = rows.map((row) => this.#openerOf(row))
    const tenants = [...new Set(rows.map(({ tenantId }) => tenantId))]
    await Promise.all([
      ...distinctPairs(rows, openers).map(([tenantId, masterKey]) =>
        learn(tenantId, masterKey, () => this.#find(tenantId, masterKey))
      ),
      ...(sealing ? tenants : []).map((tenantId) =>
        learn(tenantId, active, () => this.#tenantKeys.obtain(tenantId, active))
      ),
    ])
    return () => this.#reseal(rows, openers, keys, sealing)
  }

  /** Forgets every derived key. */
  dispose(): void {
    this.#tenantKeys.dispose()
  }

  async #find(tenantId: string, masterKey: MasterKey): Promise<KeyObject> {
    const key = await this.#tenantKeys.find(tenantId, masterKey)
    if (!key) throw tenantKeyMissing(masterKey)
    return key
  }

  /** The master key that a row needs to be opened. */
  #openerOf({ binding, token }: SealedRow): MasterKey | RowFault {
    try {
      return masterKeyOf(this.keyring, binding, token)
    } catch (error) {
      return faultOf(error)
    }
  }

  #reseal(
    rows: SealedRow[],
    openers: (MasterKey | RowFault)[],
    keys: KnownKeys,
    sealing: boolean
  ): Resealed {
    const result: Resealed = { swaps: [], unreadable: [] }
    for (const [index, row] of rows.entries()) {
      try {
        const opener = openers[index]
        if (!opener || opener instanceof Error) throw opener
        result.swaps.push(this.#resealRow(row, opener, keys, sealing))
      } catch (error) {
        const { table, id, tenantId } = row
        result.unreadable.push({ table, id, tenantId, reason: faultOf(error).message })
      }
    }
    return result
  }

  #resealRow(row: SealedRow, opener: MasterKey, keys: KnownKeys, sealing: boolean): Swap {
    const { tenantId, id, binding, token } = row
    const plaintext = openCompact(keyOf(keys, tenantId, opener), token)
    try {
      if (!sealing) return { id, from: token, to: token }
      const { active } = this.keyring
      const key = keyOf(keys, tenantId, active)
      return { id, from: token, to: sealCompact(key, active.id, binding, plaintext) }
    } finally {
      plaintext.fill(0)
    }
  }
}

function distinctPairs(
  rows: SealedRow[],
  openers: (MasterKey | RowFault)[]
): [tenantId: string, masterKey: MasterKey][] {
  const pairs = new Map<string, [string, MasterKey]>()
  for (const [index, { tenantId }] of rows.entries()) {
    const opener = openers[index]
    if (!opener || opener instanceof Error) continue
    pairs.set(nameOf(tenantId, opener.id), [tenantId, opener])
  }
  return [...pairs.values()]
}

function keyOf(keys: KnownKeys, tenantId: string, masterKey: MasterKey): KeyObject {
  const key = keys.get(nameOf(tenantId, masterKey.id))
  if (!key) throw new Error('A row needs a key that was not prepared')
  if (key instanceof Error) throw key
  return key
}

function nameOf(tenantId: string, masterKeyId: string): string {
  return `${tenantId}:${masterKeyId}`
}

/** @throws whatever is not the row's fault */
function faultOf(error: unknown): RowFault {
  if (error instanceof SealInvalidError || error instanceof TenantKeyInvalidError) return error
  throw error
}
