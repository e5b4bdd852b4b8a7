import { MasterKeyInvalidError } from '#vault/errors'
import type { ConfiguredKey } from '#vault/key_providers/configured_keys'

/**
 * The bytes that base64 text stands for, in a buffer of their own that can be wiped; the text itself is a string,
 * which cannot.
 *
 * @throws {MasterKeyInvalidError} when the text is empty or not base64
 */
export function decodeKey({ name, text }: ConfiguredKey, remedy: string): Buffer {
  if (text === '') throw new MasterKeyInvalidError(`${name} is empty. ${remedy}`)
  const bytes = Buffer.alloc(Buffer.byteLength(text, 'base64'))
  const length = bytes.write(text, 'base64')
  const decoded = bytes.subarray(0, length)
  if (decoded.toString('base64') === text) return decoded
  bytes.fill(0)
  throw new MasterKeyInvalidError(`${name} is not base64 (with its padding). ${remedy}`)
}
