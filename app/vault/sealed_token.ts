import { SealInvalidError } from '#vault/errors'
import type { MasterKey } from '#vault/master_key'
import type { MasterKeyring } from '#vault/master_keyring'
import { claimedMasterKeyId, encodeSealHeader, type SealBinding } from '#vault/seal_header'

/**
 * The master key of a token that is bound to this place. It compares the whole header with the one that sealing
 * writes, before anything is derived or decrypted.
 *
 * @throws {SealInvalidError} when it is bound to another place, or needs a master key that is not in the ring
 */
export function masterKeyOf(
  keyring: MasterKeyring,
  binding: SealBinding,
  token: string
): MasterKey {
  const header = token.split('.', 1)[0] ?? ''
  const id = claimedMasterKeyId(header)
  if (!id) throw new SealInvalidError('The token is not one that this vault seals')
  const masterKey = keyring.find(id)
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

/** Five parts, the second empty, and base64url without slack: decoders forgive its last bits, so two spellings could open. */
export function isCanonical(token: string): boolean {
  const parts = token.split('.')
  return (
    parts.length === 5 &&
    parts[1] === '' &&
    parts.every((part) => Buffer.from(part, 'base64url').toString('base64url') === part)
  )
}

export function tenantKeyMissing(masterKey: MasterKey): SealInvalidError {
  return new SealInvalidError(
    `The tenant has no key under the master key ${masterKey.id}: its row in tenant_keys is missing`
  )
}
