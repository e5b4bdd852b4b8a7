import { createCipheriv, createDecipheriv, randomBytes, type KeyObject } from 'node:crypto'
import { SealInvalidError } from '#vault/errors'
import { encodeSealHeader, type SealBinding } from '#vault/seal_header'
import { isCanonical } from '#vault/sealed_token'

const CIPHER = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * Opens a compact JWE (`dir`, `A256GCM`; RFC 7516, 3.1 and 5.2) whose header was compared already. Whoever asks wipes
 * what comes out.
 *
 * It does what the vault does by jose, at a quarter of the price: no promise and no other thread for a few hundred
 * bytes. That counts where it is done a hundred thousand times in a row.
 *
 * @throws {SealInvalidError}
 */
export function openCompact(key: KeyObject, token: string): Buffer {
  if (!isCanonical(token)) throw altered()
  const [header = '', , nonce = '', ciphertext = '', tag = ''] = token.split('.')
  const [iv, authTag] = [Buffer.from(nonce, 'base64url'), Buffer.from(tag, 'base64url')]
  if (iv.length !== NONCE_BYTES || authTag.length !== TAG_BYTES) throw altered()
  const decipher = createDecipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.from(header, 'ascii')).setAuthTag(authTag)
  const plaintext = decipher.update(ciphertext, 'base64url')
  try {
    decipher.final()
    return plaintext
  } catch (cause) {
    plaintext.fill(0)
    throw altered(cause)
  }
}

/** Seals as the vault does: the same header, a nonce of 96 random bits. */
export function sealCompact(
  key: KeyObject,
  masterKeyId: string,
  binding: SealBinding,
  plaintext: Buffer
): string {
  const header = encodeSealHeader(binding, masterKeyId)
  const iv = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES })
  cipher.setAAD(Buffer.from(header, 'ascii'))
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()])
  const parts = [iv, ciphertext, cipher.getAuthTag()].map((part) => part.toString('base64url'))
  return [header, '', ...parts].join('.')
}

function altered(cause?: unknown): SealInvalidError {
  return new SealInvalidError('The token was cut or altered', { cause })
}
