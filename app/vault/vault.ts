import type { webcrypto } from 'node:crypto'
import { compactDecrypt, CompactEncrypt } from 'jose'
import { SealInvalidError } from '#vault/errors'
import type { MasterKey } from '#vault/master_key'
import type { MasterKeyring } from '#vault/master_keyring'
import {
  claimedMasterKeyId,
  encodeSealHeader,
  SEAL_ALGORITHM,
  SEAL_ENCRYPTION,
  sealHeader,
  type SealBinding,
} from '#vault/seal_header'
import { TenantKeys, type TenantKeysOptions } from '#vault/tenant_keys'

/** Names of credential fields with their values. */
export type Credentials = Record<string, string>

export interface Sealed {
  /** Compact JWE: header, no encrypted key, 96-bit nonce, ciphertext, 128-bit tag. */
  token: string
  /** The master key without which the token does not open. */
  masterKeyId: string
}

/** Seals credentials for one connection of one tenant, and opens them again for the same one only. */
export class Vault {
  readonly #tenantKeys: TenantKeys

  constructor(
    private readonly keyring: MasterKeyring,
    options: TenantKeysOptions
  ) {
    this.#tenantKeys = new TenantKeys(options)
  }

  /**
   * Seals under the active master key. It may write a row of `tenant_keys`, so it must not be awaited inside a
   * transaction.
   */
  async seal(binding: SealBinding, credentials: Credentials): Promise<Sealed> {
    const masterKey = this.keyring.active
    const key = await this.#tenantKeys.obtain(binding.tenantId, masterKey)
    const plaintext = Buffer.from(JSON.stringify(credentials))
    try {
      const token = await new CompactEncrypt(plaintext)
        .setProtectedHeader(sealHeader(binding, masterKey.id))
        .encrypt(key)
      return { token, masterKeyId: masterKey.id }
    } finally {
      plaintext.fill(0)
    }
  }

  /**
   * Opens what was sealed for this binding. It may read `tenant_keys`, so it must not be awaited inside a transaction.
   *
   * @throws {SealInvalidError} when the token was moved, cut or altered, or needs a master key that is not in the ring
   */
  async open(binding: SealBinding, token: string): Promise<Credentials> {
    const masterKey = this.#masterKeyOf(binding, token)
    const key = await this.#tenantKeys.find(binding.tenantId, masterKey)
    if (!key) {
      throw new SealInvalidError(
        `The tenant has no key under the master key ${masterKey.id}: its row in tenant_keys is missing`
      )
    }
    const plaintext = await decrypt(token, key)
    try {
      return parseCredentials(plaintext)
    } finally {
      plaintext.fill(0)
    }
  }

  /** Forgets every derived key. */
  dispose(): void {
    this.#tenantKeys.dispose()
  }

  /** Compares the whole header with the one that seal writes, before anything is derived or decrypted. */
  #masterKeyOf(binding: SealBinding, token: string): MasterKey {
    const header = token.split('.', 1)[0] ?? ''
    const id = claimedMasterKeyId(header)
    if (!id) throw new SealInvalidError('The token is not one that this vault seals')
    const masterKey = this.keyring.find(id)
    if (!masterKey) {
      throw new SealInvalidError(
        `The credentials were sealed with the master key ${id}, which is not in the ring. ` +
          'Add it to CREDENTIAL_ENCRYPTION_PREVIOUS_KEYS'
      )
    }
    if (header !== encodeSealHeader(binding, id)) {
      throw new SealInvalidError('The token is not bound to this connection')
    }
    return masterKey
  }
}

async function decrypt(token: string, key: webcrypto.CryptoKey): Promise<Uint8Array> {
  if (!isCanonical(token)) throw new SealInvalidError('The token was cut or altered')
  try {
    const { plaintext } = await compactDecrypt(token, key, {
      keyManagementAlgorithms: [SEAL_ALGORITHM],
      contentEncryptionAlgorithms: [SEAL_ENCRYPTION],
    })
    return plaintext
  } catch (cause) {
    throw new SealInvalidError('The token was cut or altered', { cause })
  }
}

/** Five parts, the second empty, and base64url without slack: decoders forgive its last bits, so two spellings could open. */
function isCanonical(token: string): boolean {
  const parts = token.split('.')
  return (
    parts.length === 5 &&
    parts[1] === '' &&
    parts.every((part) => Buffer.from(part, 'base64url').toString('base64url') === part)
  )
}

/** Says nothing of the content when it fails: a parser's message quotes what it read. */
function parseCredentials(plaintext: Uint8Array): Credentials {
  try {
    return JSON.parse(new TextDecoder().decode(plaintext)) as Credentials
  } catch {
    throw new SealInvalidError('The token does not contain credentials')
  }
}
