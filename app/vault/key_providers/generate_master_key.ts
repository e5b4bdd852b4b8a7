import { randomBytes } from 'node:crypto'
import { createKeyProvider, type MasterKeySources } from '#vault/key_providers/create_key_provider'
import type { KeyProviderName } from '#vault/key_providers/master_key_provider'
import { MASTER_KEY_BYTES, masterKeyIdOf } from '#vault/master_key'

export interface NewMasterKey {
  /** Its fingerprint. */
  id: string
  provider: KeyProviderName
  /** What to configure: the key itself, or what a service wrapped it as. */
  value: string
  /** Whether `value` is the key in the clear, which whoever reads it has. */
  isSecret: boolean
}

/**
 * A new master key, in the words of the provider that is configured. It is made here whatever the provider, by the
 * generator that salts and nonces come from, because its fingerprint has to be known; a service then wraps it. No
 * active key has to be there yet.
 *
 * @throws {MasterKeyInvalidError} when the provider is not set up, or does not wrap it
 */
export async function generateMasterKey(sources: MasterKeySources): Promise<NewMasterKey> {
  const provider = await createKeyProvider(sources, { allowSeed: false })
  const bytes = randomBytes(MASTER_KEY_BYTES)
  try {
    const value = await provider.wrap(bytes)
    return {
      id: masterKeyIdOf(bytes),
      provider: provider.name,
      value,
      isSecret: provider.keepsInTheClear,
    }
  } finally {
    bytes.fill(0)
    provider.close()
  }
}
