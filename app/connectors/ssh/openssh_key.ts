import type { KeyObject } from 'node:crypto'

const TYPE = 'ssh-ed25519'
/** The file is padded to blocks of this many bytes, with 1, 2, 3, … */
const BLOCK = 8

/**
 * An Ed25519 key as an OpenSSH file without a passphrase
 * (https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key).
 */
export function openSshKey(key: KeyObject): string {
  const { d = '', x = '' } = key.export({ format: 'jwk' })
  const [secret, open] = [Buffer.from(d, 'base64url'), Buffer.from(x, 'base64url')]
  const type = field(Buffer.from(TYPE))
  const inner = Buffer.concat([
    Buffer.alloc(8), // Two equal numbers, by which a wrong passphrase would be noticed.
    ...[type, field(open), field(Buffer.concat([secret, open])), field(Buffer.alloc(0))],
  ])
  const padding = Buffer.from(Array.from({ length: -inner.length & (BLOCK - 1) }, (_, i) => i + 1))
  const file = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    ...['none', 'none', ''].map((text) => field(Buffer.from(text))),
    Buffer.from([0, 0, 0, 1]),
    field(Buffer.concat([type, field(open)])),
    field(Buffer.concat([inner, padding])),
  ])
  const lines = file.toString('base64').replace(/.{70}/g, '$&\n')
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines}\n-----END OPENSSH PRIVATE KEY-----\n`
}

function field(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}
