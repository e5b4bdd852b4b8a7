import type { webcrypto } from 'node:crypto'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import { compactDecrypt, CompactEncrypt } from 'jose'
import { cryptoKeyOf } from '#vault/derive_tenant_key'
import { SealInvalidError } from '#vault/errors'
import type { MasterKeyring } from '#vault/master_keyring'
import { SEAL_ALGORITHM, SEAL_ENCRYPTION, sealHeader, type SealBinding } from '#vault/seal_header'
import { isCanonical, masterKeyOf, tenantKeyMissing } from '#vault/sealed_token'
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
  readonly #tenantKeys: TenantKeys<webcrypto.CryptoKey>

  constructor(
    private readonly keyring: MasterKeyring,
    options: TenantKeysOptions
  ) {
    this.#tenantKeys = new TenantKeys(options, cryptoKeyOf)
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
   * Opens what was sealed for this binding. It may read `tenant_keys`: inside a transaction, `client` is the
   * transaction's.
   *
   * @throws {SealInvalidError} when the token was moved, cut or altered, or needs a master key that is not in the ring
   */
  async open(
    binding: SealBinding,
    token: string,
    client?: QueryClientContract
  ): Promise<Credentials> {
    const masterKey = masterKeyOf(this.keyring, binding, token)
    const key = await this.#tenantKeys.find(binding.tenantId, masterKey, client)
    if (!key) throw tenantKeyMissing(masterKey)
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

/** Says nothing of the content when it fails: a parser's message quotes what it read. */
function parseCredentials(plaintext: Uint8Array): Credentials {
  try {
    return JSON.parse(new TextDecoder().decode(plaintext)) as Credentials
  } catch {
    throw new SealInvalidError('The token does not contain credentials')
  }
}
