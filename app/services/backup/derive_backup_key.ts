import { scrypt, webcrypto } from 'node:crypto'
import type { BackupKdf } from '#services/backup/backup_header'
import { DerivationSlots } from '#vault/derivation_slots'

const KEY_BYTES = 32

/** Each derivation takes up to 256 MB: one at a time, however many ask. */
const slots = new DerivationSlots(1)

/**
 * `scrypt(passphrase, salt)` as an AES-256-GCM key. The passphrase counts as its NFC in UTF-8: keyboards differ in how
 * they encode accents.
 */
export function deriveBackupKey(passphrase: string, kdf: BackupKdf): Promise<webcrypto.CryptoKey> {
  return slots.run(async () => {
    const secret = Buffer.from(passphrase.normalize('NFC'))
    try {
      const bytes = await scryptBytes(secret, kdf)
      try {
        return await webcrypto.subtle.importKey('raw', bytes, 'AES-GCM', false, [
          'encrypt',
          'decrypt',
        ])
      } finally {
        bytes.fill(0)
      }
    } finally {
      secret.fill(0)
    }
  })
}

function scryptBytes(secret: Buffer, { cost, salt }: BackupKdf): Promise<Buffer<ArrayBuffer>> {
  /** Bytes that OpenSSL counts: the block array (p), the memory (N) and two blocks of its own. */
  const maxmem = 128 * cost.r * (cost.N + cost.p + 2)
  return new Promise((resolve, reject) => {
    scrypt(secret, salt, KEY_BYTES, { ...cost, maxmem }, (error, bytes) => {
      if (error) reject(error)
      else resolve(bytes as Buffer<ArrayBuffer>)
    })
  })
}
