import { MasterKeyInvalidError } from '#vault/errors'
import { PREVIOUS } from '#vault/key_providers/configured_keys'
import {
  createKeyProvider,
  type KeyProviderOptions,
  type MasterKeySources,
} from '#vault/key_providers/create_key_provider'
import type { KeyEntries } from '#vault/key_providers/master_key_provider'
import { openMasterKey, type MasterKey } from '#vault/master_key'

export interface LoadOptions extends KeyProviderOptions {
  /** Id of a key that is never held, though it is configured: what opens without it, opens for good. */
  without?: string
}

/** The master keys of this process: one seals, all of them open. */
export class MasterKeyring {
  readonly #keys: ReadonlyMap<string, MasterKey>

  constructor(
    readonly active: MasterKey,
    previous: readonly MasterKey[] = []
  ) {
    const keys = [active, ...previous]
    this.#keys = new Map(keys.map((key) => [key.id, key]))
    if (this.#keys.size < keys.length) {
      throw new MasterKeyInvalidError(
        `${PREVIOUS} names a key twice, or the active key again. Keep each key once`
      )
    }
  }

  /**
   * Reads the ring from where the configuration says that its keys are kept.
   *
   * @throws {MasterKeyInvalidError} when a key is missing, cannot be had, is named twice or not random, or when the
   * active key is the one to do without
   */
  static async load(
    sources: MasterKeySources,
    { without, ...options }: LoadOptions
  ): Promise<MasterKeyring> {
    const provider = await createKeyProvider(sources, options)
    try {
      return await open(await provider.entries(), without)
    } finally {
      provider.close()
    }
  }

  /** Fingerprints of every key of the ring, the active one first. */
  get ids(): string[] {
    return [...this.#keys.keys()]
  }

  find(id: string): MasterKey | undefined {
    return this.#keys.get(id)
  }

  /**
   * Where a key of the ring is kept, for people: `CREDENTIAL_ENCRYPTION_KEY`, `file /run/secrets/key`,
   * `Vault Transit varlor at https://vault.example.com`. Never a secret.
   *
   * @throws {RangeError} when the ring does not hold the key
   */
  sourceOf(id: string): string {
    const key = this.find(id)
    if (!key) throw new RangeError(`The master key ${id} is not in the ring`)
    return key.source
  }
}

async function open({ active, previous }: KeyEntries, without?: string): Promise<MasterKeyring> {
  const [first, ...rest] = await Promise.all(
    [active, ...previous].map((entry) => openMasterKey(entry, without))
  )
  if (!first) {
    throw new MasterKeyInvalidError(
      `The master key ${without} is the active one, so nothing can be sealed without it. ` +
        'Name an earlier key'
    )
  }
  return new MasterKeyring(
    first,
    rest.filter((key) => key !== null)
  )
}
