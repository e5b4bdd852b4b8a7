import { createHash } from 'node:crypto'
import type { AuthPlugin } from 'mysql2'
import { ConnectorError } from '#connectors/connector_error'

/** Answers of the server in the course of caching_sha2_password. */
const FAST_AUTH_SUCCESS = 3
const FULL_AUTHENTICATION = 4

/**
 * Ways to sign in on a connection whose other end nobody vouches for. The driver's own would encrypt the password
 * with whatever public key the server sends, which gives it to anybody in between.
 *
 * @param refusal what is said when a server asks for the password itself
 */
export function cautiousPlugins(refusal: () => ConnectorError): Record<string, AuthPlugin> {
  const refuse: AuthPlugin = () => () => {
    throw refusal()
  }
  return {
    caching_sha2_password: cachingSha2(refusal),
    sha256_password: refuse,
    mysql_clear_password: refuse,
  }
}

export function passwordInClear(): ConnectorError {
  return new ConnectorError(
    'tls_required',
    'The server asks for the password itself, on a connection that is not encrypted.'
  )
}

/**
 * Proves that we know the password (MySQL, "Caching SHA-2 Pluggable Authentication"): that is enough once the
 * server has seen this user sign in with TLS; before that it asks for the password itself.
 */
function cachingSha2(refusal: () => ConnectorError): AuthPlugin {
  return ({ connection }) => {
    const { password } = (connection as unknown as { config: { password?: string } }).config
    let nonce: Buffer | null = null
    return (data: Buffer) => {
      if (!nonce) {
        nonce = data.subarray(0, 20)
        return password ? scramble(password, nonce) : Buffer.alloc(0)
      }
      if (data[0] === FAST_AUTH_SUCCESS) return null
      if (data[0] === FULL_AUTHENTICATION) throw refusal()
      throw new ConnectorError('wrong_protocol')
    }
  }
}

/** SHA256(password) XOR SHA256(SHA256(SHA256(password)) + nonce). */
function scramble(password: string, nonce: Buffer): Buffer {
  const once = sha256(Buffer.from(password))
  const mask = sha256(Buffer.concat([sha256(once), nonce]))
  return Buffer.from(once.map((byte, i) => byte ^ (mask[i] ?? 0)))
}

function sha256(data: Buffer): Buffer {
  return createHash('sha256').update(data).digest()
}
