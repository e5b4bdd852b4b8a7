import { createSecretKey, scrypt, webcrypto, type KeyObject } from 'node:crypto'
import type { MasterKey } from '#vault/master_key'
import type { ScryptCost } from '#vault/tenant_key_parameters'

const KEY_BYTES = 32

/** Makes a key of derived bytes. It must not keep them: they are wiped as soon as it is made. */
export type KeyMaker<Key> = (bytes: Buffer<ArrayBuffer>) => Key | Promise<Key>

/**
 * `scrypt(master key, salt)` as an AES-256-GCM key that cannot be exported. A CryptoKey rather than a KeyObject,
 * because jose exports a KeyObject's bytes again for each operation.
 */
export function deriveTenantKey(
  masterKey: MasterKey,
  salt: Uint8Array,
  cost: ScryptCost
): Promise<webcrypto.CryptoKey> {
  return deriveKey(masterKey, salt, cost, cryptoKeyOf)
}

/** `scrypt(master key, salt)` as whatever kind of key `make` makes. */
export async function deriveKey<Key>(
  masterKey: MasterKey,
  salt: Uint8Array,
  cost: ScryptCost,
  make: KeyMaker<Key>
): Promise<Key> {
  const secret = masterKey.secret.export()
  try {
    const bytes = await scryptBytes(secret, salt, cost)
    try {
      return await make(bytes)
    } finally {
      bytes.fill(0)
    }
  } finally {
    secret.fill(0)
  }
}

/** For jose. */
export const cryptoKeyOf: KeyMaker<webcrypto.CryptoKey> = (bytes) =>
  webcrypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])

/** For ciphers of node:crypto, which do not wait for a thread. */
export const keyObjectOf: KeyMaker<KeyObject> = (bytes) => createSecretKey(bytes)

function scryptBytes(
  secret: Buffer,
  salt: Uint8Array,
  cost: ScryptCost
): Promise<Buffer<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    scrypt(secret, salt, KEY_BYTES, { ...cost, maxmem: memoryOf(cost) }, (error, bytes) => {
      if (error) reject(error)
      else resolve(bytes as Buffer<ArrayBuffer>)
    })
  })
}

/** Bytes that OpenSSL counts for scrypt: the block array (p), the memory (N) and two blocks of its own. */
function memoryOf({ N, r, p }: ScryptCost): number {
  return 128 * r * (N + p + 2)
}
