import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto'
import { MasterKeyInvalidError } from '#vault/errors'
import { weaknessOf } from '#vault/weakness_of'

/** Bytes of a master key. */
export const MASTER_KEY_BYTES = 32

const REMEDY = 'Make a key with: openssl rand -base64 32'

/** One key of the ring: a public fingerprint, and the secret as a KeyObject, which neither prints nor serializes. */
export interface MasterKey {
  readonly id: string
  readonly secret: KeyObject
}

/**
 * Reads a master key from base64 text. `source` names the variable it came from, for the message.
 *
 * @throws {MasterKeyInvalidError} when the text is not base64 of exactly 32 bytes, or not random
 */
export function parseMasterKey(text: string, source: string): MasterKey {
  const encoded = text.trim()
  const bytes = Buffer.from(encoded, 'base64')
  try {
    const fault = faultOf(encoded, bytes)
    if (fault) throw new MasterKeyInvalidError(`${source} ${fault}. ${REMEDY}`)
    return masterKey(bytes)
  } finally {
    bytes.fill(0)
  }
}

/** The master key of development and tests: the same for the same seed, on every machine. */
export function masterKeyFromSeed(seed: string): MasterKey {
  const bytes = Buffer.from(
    hkdfSync('sha256', seed, '', 'varlor development master key', MASTER_KEY_BYTES)
  )
  try {
    return masterKey(bytes)
  } finally {
    bytes.fill(0)
  }
}

function faultOf(encoded: string, bytes: Buffer): string | null {
  if (encoded === '') return 'is empty'
  if (bytes.toString('base64') !== encoded) return 'is not base64 (with its padding)'
  if (bytes.length !== MASTER_KEY_BYTES) {
    return `is base64 of ${bytes.length} bytes instead of ${MASTER_KEY_BYTES}`
  }
  const weakness = weaknessOf(encoded, bytes)
  return weakness && `is not a random key (${weakness})`
}

function masterKey(bytes: Buffer): MasterKey {
  const secret = createSecretKey(bytes)
  return Object.freeze({ id: fingerprintOf(secret), secret })
}

/** 64 bits of HMAC-SHA-256 over a label of its own: tells keys apart, says nothing about them. */
function fingerprintOf(secret: KeyObject): string {
  return createHmac('sha256', secret).update('varlor master key id').digest('hex').slice(0, 16)
}
