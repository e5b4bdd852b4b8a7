import { createHash, createHmac, pbkdf2, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify(pbkdf2)

/** The server's own number unless it says another one; it may not have us compute for ever. */
const ITERATIONS = { least: 4_096, most: 100_000 }
const SALT_BYTES = 16

/**
 * What a server stores to check a password by SCRAM-SHA-256 (RFC 5803). Whoever has it can neither sign in with it nor
 * find the password, if that is a random one.
 *
 * @param password printable ASCII, which SASLprep leaves as it is
 * @param iterations as the server asks for them; 0 when it has no such setting
 */
export async function scramVerifier(password: string, iterations: number): Promise<string> {
  const wanted = Math.trunc(iterations) || 0
  const count = Math.min(Math.max(wanted, ITERATIONS.least), ITERATIONS.most)
  const salt = randomBytes(SALT_BYTES)
  const salted = await derive(password, salt, count, 32, 'sha256')
  const storedKey = createHash('sha256').update(hmac(salted, 'Client Key')).digest('base64')
  const serverKey = hmac(salted, 'Server Key').toString('base64')
  return `SCRAM-SHA-256$${count}:${salt.toString('base64')}$${storedKey}:${serverKey}`
}

/** What servers before version 10 store. */
export function md5Verifier(username: string, password: string): string {
  return `md5${createHash('md5').update(`${password}${username}`).digest('hex')}`
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
