import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'

/** What passed through the real functions while the spy watched. */
export interface CryptoRecord {
  derivations: number
  /** The most derivations that ran at the same time. */
  peak: number
  /** Buffers that held a master key or a tenant key. */
  keys: Uint8Array[]
  /** Buffers that held credentials in clear. */
  plaintexts: Uint8Array[]
}

/** Watches scrypt and AES-GCM while they do their real work; the second value ends it. */
export function spyOnCrypto(): [CryptoRecord, () => void] {
  const record: CryptoRecord = { derivations: 0, peak: 0, keys: [], plaintexts: [] }
  const restore = [spyOnScrypt(record), spyOnSubtle(record)]
  return [record, () => restore.forEach((undo) => undo())]
}

function spyOnScrypt(record: CryptoRecord) {
  const real = crypto.scrypt
  let running = 0
  const spy = (secret: Buffer, ...rest: unknown[]) => {
    const done = rest.pop() as (error: Error | null, key: Buffer) => void
    record.derivations++
    record.peak = Math.max(record.peak, ++running)
    record.keys.push(secret)
    const watched = (error: Error | null, key: Buffer) => {
      running--
      record.keys.push(key)
      done(error, key)
    }
    // The overloads of scrypt cannot be spread into.
    return (real as (...args: unknown[]) => void)(secret, ...rest, watched)
  }
  return replace(crypto, 'scrypt', spy as typeof crypto.scrypt)
}

function spyOnSubtle(record: CryptoRecord) {
  const { subtle } = globalThis.crypto
  const { encrypt, decrypt } = subtle
  const restore = [
    replace(subtle, 'encrypt', async (algorithm, key, data) => {
      record.plaintexts.push(data as Uint8Array)
      return encrypt.call(subtle, algorithm, key, data)
    }),
    replace(subtle, 'decrypt', async (algorithm, key, data) => {
      const plaintext = await decrypt.call(subtle, algorithm, key, data)
      record.plaintexts.push(new Uint8Array(plaintext))
      return plaintext
    }),
  ]
  return () => restore.forEach((undo) => undo())
}

function replace<T extends object, K extends keyof T>(owner: T, name: K, value: T[K]) {
  const own = Object.getOwnPropertyDescriptor(owner, name)
  Object.defineProperty(owner, name, { value, configurable: true, writable: true })
  syncBuiltinESMExports()
  return () => {
    if (own) Object.defineProperty(owner, name, own)
    else delete owner[name]
    syncBuiltinESMExports()
  }
}
