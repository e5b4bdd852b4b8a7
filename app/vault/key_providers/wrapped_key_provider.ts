import { MasterKeyInvalidError, MasterKeyUnavailableError } from '#vault/errors'
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
  KeyProviderName,
  MasterKeyProvider,
} from '#vault/key_providers/master_key_provider'
import { KeyServiceError, type KeyService } from '#vault/key_providers/key_service'

const REMEDY = 'Make a key with: node ace keys:generate'

/**
 * Keys that a service has wrapped: the variables hold what it alone can unwrap, and it is asked once, when the ring is
 * loaded. An earlier key may still be in the clear, because the way to a service starts with one.
 */
export class WrappedKeyProvider implements MasterKeyProvider {
  readonly keepsInTheClear = false

  constructor(
    readonly name: KeyProviderName,
    private readonly variables: KeyVariables,
    private readonly service: KeyService,
    /** How long the service may take for one key, its retries included, in milliseconds. */
    private readonly deadline: number = 10_000
  ) {}

  async entries(): Promise<KeyEntries> {
    const { active, previous } = readConfiguredKeys(this.variables)
    if (!active) throw new MasterKeyInvalidError(`${ACTIVE} is not set. ${REMEDY}`)
    if (active.text && !this.service.isWrapped(active.text)) {
      throw new MasterKeyInvalidError(
        `${active.name} is not a key that ${this.service.title} has wrapped, and the provider is "${this.name}". ` +
          `${REMEDY}, and keep the earlier key until its credentials are rotated`
      )
    }
    return {
      active: this.#wrapped(active),
      previous: previous.map((key) =>
        this.service.isWrapped(key.text) ? this.#wrapped(key) : inTheClear(key)
      ),
    }
  }

  async wrap(bytes: Buffer): Promise<string> {
    return this.#within('A new key could not be wrapped', (signal) =>
      this.service.wrap(bytes, signal)
    )
  }

  close(): void {
    this.service.close()
  }

  #wrapped({ name, text }: ConfiguredKey): KeyEntry {
    const reveal = async () => {
      if (text === '') throw new MasterKeyInvalidError(`${name} is empty. ${REMEDY}`)
      return this.#within(`${name} could not be unwrapped`, (signal) =>
        this.service.unwrap(text, signal)
      )
    }
    return { name, source: this.service.title, remedy: REMEDY, reveal }
  }

  /** Ends with the deadline even where the service's client would not. */
  async #within<T>(failure: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const signal = AbortSignal.timeout(this.deadline)
    const late = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () =>
        reject(new KeyServiceError(this.service.silence(this.deadline)))
      )
    })
    try {
      return await Promise.race([work(signal), late])
    } catch (error) {
      if (!(error instanceof KeyServiceError)) throw error
      throw new MasterKeyUnavailableError(`${failure}: ${error.message}`)
    }
  }
}

function inTheClear(key: ConfiguredKey): KeyEntry {
  const { name, source } = key
  return { name, source, remedy: REMEDY, reveal: async () => decodeKey(key, REMEDY) }
}
