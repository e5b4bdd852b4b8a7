import { randomBytes, webcrypto } from 'node:crypto'
import { ApiError } from '#exceptions/api_error'
import { COST, encodeHeader, readHeader, SALT_BYTES } from '#services/backup/backup_header'
import { deriveBackupKey } from '#services/backup/derive_backup_key'

const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * Seals a text under a passphrase as one compact JWE (RFC 7516, `dir` and `A256GCM`). Written out here because jose
 * decodes megabytes of base64 character by character, for seconds on the event loop.
 */
export async function sealBackup(text: string, passphrase: string): Promise<string> {
  const kdf = { cost: COST, salt: randomBytes(SALT_BYTES) }
  const key = await deriveBackupKey(passphrase, kdf)
  const header = encodeHeader(kdf)
  const nonce = randomBytes(NONCE_BYTES)
  const plaintext = Buffer.from(text)
  try {
    const sealed = await webcrypto.subtle.encrypt(algorithm(nonce, header), key, plaintext)
    const ciphertext = Buffer.from(sealed, 0, sealed.byteLength - TAG_BYTES)
    const tag = Buffer.from(sealed, sealed.byteLength - TAG_BYTES)
    const parts = [nonce, ciphertext, tag].map((part) => part.toString('base64url'))
    return [header, '', ...parts].join('.')
  } finally {
    plaintext.fill(0)
  }
}

/**
 * Opens it again. A wrong passphrase and an altered file are the same, and cost the same work.
 * @throws ApiError E_BACKUP_UNREADABLE, E_BACKUP_UNSUPPORTED
 */
export async function openBackup(token: string, passphrase: string): Promise<string> {
  const [header = '', encryptedKey, ...rest] = token.split('.')
  const kdf = readHeader(header)
  const [nonce, ciphertext, tag] = rest.map(decoded)
  if (encryptedKey !== '' || rest.length !== 3 || !nonce || !ciphertext || !tag) {
    throw new ApiError('E_BACKUP_UNREADABLE')
  }
  if (nonce.length !== NONCE_BYTES || tag.length !== TAG_BYTES) {
    throw new ApiError('E_BACKUP_UNREADABLE')
  }
  const key = await deriveBackupKey(passphrase, kdf)
  const plaintext = await decrypt(key, nonce, header, Buffer.concat([ciphertext, tag]))
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(plaintext)
  } catch {
    throw new ApiError('E_BACKUP_UNREADABLE')
  } finally {
    plaintext.fill(0)
  }
}

async function decrypt(
  key: webcrypto.CryptoKey,
  nonce: Buffer<ArrayBuffer>,
  header: string,
  sealed: Buffer<ArrayBuffer>
): Promise<Buffer> {
  try {
    return Buffer.from(await webcrypto.subtle.decrypt(algorithm(nonce, header), key, sealed))
  } catch {
    throw new ApiError('E_BACKUP_UNREADABLE')
  }
}

function algorithm(iv: Buffer<ArrayBuffer>, header: string) {
  const additionalData = Buffer.from(header, 'ascii')
  return { name: 'AES-GCM', iv, additionalData, tagLength: 8 * TAG_BYTES }
}

/** Null unless it is base64url without slack: decoders forgive the last bits, and a file has one spelling. */
function decoded(part: string): Buffer<ArrayBuffer> | null {
  const bytes = Buffer.from(part, 'base64url')
  return bytes.toString('base64url') === part ? bytes : null
}
