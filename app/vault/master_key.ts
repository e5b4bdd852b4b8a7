import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import { MasterKeyInvalidError } from '#vault/errors'
import type { KeyEntry } from '#vault/key_providers/master_key_provider'
import { weaknessOf } from '#vault/weakness_of'

/** Bytes of a master key. */
export const MASTER_KEY_BYTES = 32

/** One key of the ring: a public fingerprint, and the secret as a KeyObject, which neither prints nor serializes. */
export interface MasterKey {
  readonly id: string
  readonly secret: KeyObject
  /** Where it came from, for people: `CREDENTIAL_ENCRYPTION_KEY`, `file /run/secrets/key`. Never a secret. */
  readonly source: string
}

/**
 * The key that an entry of the configuration holds, or null when its id is `without`: that one is never held.
 *
 * @throws {MasterKeyInvalidError} when it cannot be had, is not of 32 bytes, or not random
 */
export async function openMasterKey(entry: KeyEntry, without?: string): Promise<MasterKey | null> {
  const bytes = await entry.reveal()
  try {
    const fault = faultOf(bytes)
    if (fault) throw new MasterKeyInvalidError(`${entry.name} ${fault}. ${entry.remedy}`)
    const id = masterKeyIdOf(bytes)
    if (id === without) return null
    return Object.freeze({ id, secret: createSecretKey(bytes), source: entry.source })
  } finally {
    bytes.fill(0)
  }
}

/** 64 bits of HMAC-SHA-256 over a label of its own: tells keys apart, says nothing about them. */
export function masterKeyIdOf(bytes: Uint8Array): string {
  return createHmac('sha256', bytes).update('varlor master key id').digest('hex').slice(0, 16)
}

function faultOf(bytes: Buffer): string | null {
  if (bytes.length !== MASTER_KEY_BYTES) {
    return `is base64 of ${bytes.length} bytes instead of ${MASTER_KEY_BYTES}`
  }
  const weakness = weaknessOf(bytes.toString('base64'), bytes)
  return weakness && `is not a random key (${weakness})`
}
