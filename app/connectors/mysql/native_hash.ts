import { createHash } from 'node:crypto'

/** What the servers store for mysql_native_password: SHA-1 of SHA-1, in hexadecimal after a star. */
export function nativeHash(password: string): string {
  return `*${sha1(sha1(Buffer.from(password)))
    .toString('hex')
    .toUpperCase()}`
}

function sha1(data: Buffer): Buffer {
  return createHash('sha1').update(data).digest()
}
