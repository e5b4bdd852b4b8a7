import { hkdfSync } from 'node:crypto'
import type { Secret } from '@adonisjs/core/helpers'
import { MasterKeyInvalidError } from '#vault/errors'
import {
  ACTIVE,
  readConfiguredKeys,
  type ConfiguredKey,
  type KeyVariables,
} from '#vault/key_providers/configured_keys'
import { decodeKey } from '#vault/key_providers/decode_key'
import type {
  KeyEntries,
  KeyEntry,
  MasterKeyProvider,
} from '#vault/key_providers/master_key_provider'
import { MASTER_KEY_BYTES } from '#vault/master_key'

export interface EnvironmentKeys extends KeyVariables {
  /** Used when there is no active key, and only where seeds are allowed. */
  seed?: Secret<string>
}

const SEED = 'CREDENTIAL_ENCRYPTION_SEED'
const REMEDY = 'Make a key with: openssl rand -base64 32'

/** Keys in the clear: in the variables themselves, or in any file that one names. */
export class EnvironmentProvider implements MasterKeyProvider {
  readonly name = 'environment'
  readonly keepsInTheClear = true

  constructor(
    private readonly keys: EnvironmentKeys,
    private readonly allowSeed: boolean
  ) {}

  async entries(): Promise<KeyEntries> {
    const { active, previous } = readConfiguredKeys(this.keys)
    return {
      active: active ? entryOf(active) : this.#seedEntry(),
      previous: previous.map(entryOf),
    }
  }

  async wrap(bytes: Buffer): Promise<string> {
    return bytes.toString('base64')
  }

  close(): void {}

  /** The key of development and tests: the same for the same seed, on every machine. */
  #seedEntry(): KeyEntry {
    const { seed } = this.keys
    if (!seed || !this.allowSeed) {
      const reason = seed ? `, and ${SEED} is for development and tests only` : ''
      throw new MasterKeyInvalidError(`${ACTIVE} is not set${reason}. ${REMEDY}`)
    }
    const reveal = async () =>
      Buffer.from(
        hkdfSync('sha256', seed.release(), '', 'varlor development master key', MASTER_KEY_BYTES)
      )
    return { name: SEED, source: SEED, remedy: REMEDY, reveal }
  }
}

function entryOf(key: ConfiguredKey): KeyEntry {
  const { name, source } = key
  return { name, source, remedy: REMEDY, reveal: async () => decodeKey(key, REMEDY) }
}
