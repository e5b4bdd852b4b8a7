import { readFileSync } from 'node:fs'
import type { Secret } from '@adonisjs/core/helpers'
import { MasterKeyInvalidError } from '#vault/errors'
import { masterKeyFromSeed, parseMasterKey, type MasterKey } from '#vault/master_key'

/** Where master keys come from: the values of the `CREDENTIAL_ENCRYPTION_…` variables. */
export interface MasterKeySources {
  active?: Secret<string>
  activeFile?: string
  previous?: Secret<string>
  previousFile?: string
  /** Used when there is no active key, and only where seeds are allowed. */
  seed?: Secret<string>
}

const ACTIVE = 'CREDENTIAL_ENCRYPTION_KEY'
const PREVIOUS = 'CREDENTIAL_ENCRYPTION_PREVIOUS_KEYS'
const SEED = 'CREDENTIAL_ENCRYPTION_SEED'

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
   * Reads the ring from the configuration.
   *
   * @throws {MasterKeyInvalidError} when a key is missing, unreadable, named twice or not random
   */
  static load(sources: MasterKeySources, { allowSeed }: { allowSeed: boolean }): MasterKeyring {
    const active = read(ACTIVE, sources.active, sources.activeFile)
    const previous = read(PREVIOUS, sources.previous, sources.previousFile)
    return new MasterKeyring(
      active ? parseMasterKey(active.text, active.source) : fromSeed(sources.seed, allowSeed),
      previous ? parseList(previous.text, previous.source) : []
    )
  }

  /** Fingerprints of every key of the ring, the active one first. */
  get ids(): string[] {
    return [...this.#keys.keys()]
  }

  find(id: string): MasterKey | undefined {
    return this.#keys.get(id)
  }
}

/** The text of a variable or of the file that its `_FILE` twin names, with the name of what was read. */
function read(name: string, value: Secret<string> | undefined, path: string | undefined) {
  if (value && path) {
    throw new MasterKeyInvalidError(`${name} and ${name}_FILE are both set. Keep one of them`)
  }
  if (value) return { source: name, text: value.release() }
  if (!path) return null
  try {
    return { source: `${name}_FILE`, text: readFileSync(path, 'utf8') }
  } catch (cause) {
    throw new MasterKeyInvalidError(
      `${name}_FILE names a file that cannot be read: ${path}. Check its path and its owner`,
      { cause }
    )
  }
}

function parseList(text: string, source: string): MasterKey[] {
  return text
    .split(/[,\n]/)
    .map((entry) => entry.trim())
    .filter(Boolean)
    .map((entry, index) => parseMasterKey(entry, `${source}, key ${index + 1},`))
}

function fromSeed(seed: Secret<string> | undefined, allowSeed: boolean): MasterKey {
  if (seed && allowSeed) return masterKeyFromSeed(seed.release())
  throw new MasterKeyInvalidError(
    `${ACTIVE} is not set${seed ? `, and ${SEED} is for development and tests only` : ''}. ` +
      'Make a key with: openssl rand -base64 32'
  )
}
