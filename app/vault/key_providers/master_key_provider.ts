/** The values of `CREDENTIAL_ENCRYPTION_PROVIDER`. */
export const KEY_PROVIDERS = ['environment', 'file', 'vault-transit', 'aws-kms'] as const

export type KeyProviderName = (typeof KEY_PROVIDERS)[number]

/** One key as it is configured, which nobody has opened yet. */
export interface KeyEntry {
  /** What messages call it: `CREDENTIAL_ENCRYPTION_PREVIOUS_KEYS, key 2,`. */
  name: string
  /** Where the key is kept, for people: `file /run/secrets/key`. */
  source: string
  /** How to get a key that is better than this one: the last sentence of a message. */
  remedy: string
  /**
   * The bytes in the clear; whoever asks wipes them.
   *
   * @throws {MasterKeyInvalidError} when the entry is malformed, or whoever keeps the key does not give it
   */
  reveal(): Promise<Buffer>
}

export interface KeyEntries {
  active: KeyEntry
  previous: KeyEntry[]
}

/** Where master keys are kept. It knows how to read and to write one; what a good key is, it does not judge. */
export interface MasterKeyProvider {
  readonly name: KeyProviderName
  /** Whether what is configured is the key itself, which whoever reads it has. */
  readonly keepsInTheClear: boolean
  /** @throws {MasterKeyInvalidError} when no key is configured, or what is configured cannot be read */
  entries(): Promise<KeyEntries>
  /**
   * What to configure for these 32 bytes: base64 of them, or of what a service wrapped them as. They are the
   * caller's to wipe.
   */
  wrap(bytes: Buffer): Promise<string>
  /** Lets go of sockets and tokens. */
  close(): void
}
