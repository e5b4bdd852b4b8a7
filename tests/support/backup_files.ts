import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto'

/** At least twelve characters. */
export const PASSPHRASE = 'four words of a song'

/** What the documented format is, for a file of little work. */
export const CHEAP_KDF = { name: 'scrypt', N: 16, r: 8, p: 1 }

interface Header {
  alg: string
  enc: string
  typ: string
  version: number
  kdf: { name: string; N: number; r: number; p: number; salt: string }
}

/** Seals as docs/backup.md says, with nothing but node:crypto. */
export function sealByHand(
  content: unknown,
  {
    passphrase = PASSPHRASE,
    header: changes = {},
    kdf = {},
  }: { passphrase?: string; header?: Record<string, unknown>; kdf?: Record<string, unknown> } = {}
): string {
  const salt = randomBytes(32)
  const header = {
    ...{ alg: 'dir', enc: 'A256GCM', typ: 'varlor-connections', version: 1 },
    ...changes,
    kdf: { ...CHEAP_KDF, salt: salt.toString('base64url'), ...kdf },
  }
  const encoded = Buffer.from(JSON.stringify(header)).toString('base64url')
  const key = scryptSync(passphrase.normalize('NFC'), salt, 32, CHEAP_KDF)
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(encoded))
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  const ciphertext = Buffer.concat([cipher.update(text), cipher.final()])
  const parts = [nonce, ciphertext, cipher.getAuthTag()].map((part) => part.toString('base64url'))
  return [encoded, '', ...parts].join('.')
}

export function headerOf(file: string): Header {
  const [encoded = ''] = file.split('.')
  return JSON.parse(Buffer.from(encoded, 'base64url').toString())
}

/** Opens as docs/backup.md says, with nothing but node:crypto. */
export function openByHand(file: string, passphrase = PASSPHRASE) {
  const [header = '', , ...rest] = file.trim().split('.')
  const [nonce, ciphertext, tag] = rest.map((part) => Buffer.from(part, 'base64url'))
  if (!nonce || !ciphertext || !tag) throw new Error('The file has not five parts')
  const { N, r, p, salt } = headerOf(file).kdf
  const cost = { N, r, p, maxmem: 256 * N * r }
  const key = scryptSync(passphrase.normalize('NFC'), Buffer.from(salt, 'base64url'), 32, cost)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce)
  decipher.setAAD(Buffer.from(header)).setAuthTag(tag)
  const text = Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString()
  return JSON.parse(text) as { format: string; version: number; connections: FiledConnection[] }
}

export interface FiledConnection {
  name: string
  type: string
  config: Record<string, unknown>
  credentials: Record<string, string>
  visibility: string
  tags: string[]
  owner: string
}

/** A document of a file that holds these connections. */
export function documentOf(...connections: unknown[]) {
  return { format: 'varlor-connections', version: 1, connections }
}
