import { createPrivateKey, type KeyObject } from 'node:crypto'
import { ConnectorError } from '#connectors/connector_error'
import type { AuthenticationOptions } from '#connectors/snowflake/driver'

/**
 * How this user proves who they are: with the key pair when there is one, else with the token, else with the
 * password.
 *
 * @throws ConnectorError `bad_config` for what is no private key, `auth_missing` for nothing at all
 */
export function signInOptions(credentials: Record<string, string>): AuthenticationOptions {
  const { privateKey, passphrase, token, password } = credentials
  if (privateKey?.trim()) {
    return { authenticator: 'SNOWFLAKE_JWT', privateKey: readKey(privateKey, passphrase) }
  }
  if (token?.trim()) return { authenticator: 'PROGRAMMATIC_ACCESS_TOKEN', token: token.trim() }
  if (password) return { authenticator: 'SNOWFLAKE', password }
  throw new ConnectorError('auth_missing')
}

/** PEM (PKCS #8) without a passphrase: the driver's own reading says nothing of what is wrong. */
function readKey(pem: string, passphrase: string | undefined): string {
  const key = parseKey(pem.trim(), passphrase)
  if (key.asymmetricKeyType !== 'rsa') {
    throw badKey('Snowflake takes RSA keys only.', 'Make one with: openssl genrsa 2048')
  }
  return key.export({ format: 'pem', type: 'pkcs8' }).toString().trim()
}

function parseKey(pem: string, passphrase: string | undefined): KeyObject {
  try {
    return createPrivateKey({ key: pem, format: 'pem', passphrase })
  } catch (cause) {
    if (isEncrypted(pem)) throw wrongPassphrase(Boolean(passphrase), cause)
    throw badKey(
      'This is not a private key in PEM format.',
      'Paste the whole text of the .p8 file, with the lines -----BEGIN … and -----END ….',
      cause
    )
  }
}

/** PKCS #8 says it in its first line (RFC 7468), the older form in a header (RFC 1421). */
function isEncrypted(pem: string): boolean {
  return /^-----BEGIN ENCRYPTED PRIVATE KEY-----/.test(pem) || /^Proc-Type: 4,ENCRYPTED/m.test(pem)
}

function wrongPassphrase(isGiven: boolean, cause: unknown): ConnectorError {
  const message = isGiven
    ? 'The passphrase does not open this private key.'
    : 'This private key is encrypted with a passphrase.'
  return new ConnectorError('bad_config', message, {
    field: 'passphrase',
    hint: 'Enter the passphrase that the key was made with.',
    cause,
  })
}

function badKey(message: string, hint: string, cause?: unknown): ConnectorError {
  return new ConnectorError('bad_config', message, { field: 'privateKey', hint, cause })
}
