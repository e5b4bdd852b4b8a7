import { createPrivateKey, type KeyObject } from 'node:crypto'
import ssh2, { type ParsedKey } from 'ssh2'
import { ConnectorError } from '#connectors/connector_error'
import { openSshKey } from '#connectors/ssh/openssh_key'
import { unlocked } from '#connectors/ssh/key_unlocking'
import type { SshServer } from '#connectors/ssh/server'

/** Bits; signing with more than this would keep everybody else waiting. */
const LONGEST_RSA_KEY = 8_192

/**
 * The private key to sign in with, in any of the formats that OpenSSH, OpenSSL and PuTTY write; null without one.
 *
 * @throws ConnectorError `bad_config` naming the field; the signal's reason
 */
export async function privateKeyOf(
  { privateKey, passphrase }: SshServer,
  signal: AbortSignal
): Promise<ParsedKey | null> {
  if (privateKey === null) return null
  const text = `${withoutIndents(privateKey.trim())}\n`
  const parsed = parse(text)
  const key = parsed ?? parse(sshSpelling(await plainKey(text, passphrase, signal)))
  if (!key?.isPrivateKey()) {
    throw bad('This is a public key.', 'Paste the private key that belongs to it.')
  }
  if (key.type === 'ssh-dss') throw bad('DSA keys are not safe any more.', 'Use an Ed25519 key.')
  if (key.type === 'ssh-rsa') checkLength(createPrivateKey(key.getPrivatePEM()))
  return key
}

/** Copied out of a YAML file, say. What is not PEM has spaces that matter. */
function withoutIndents(text: string): string {
  return text.startsWith('-----BEGIN ') ? text.replace(/^[ \t]+|[ \t\r]+$/gm, '') : text
}

/** Null when only a passphrase, or another format, stands in the way. */
function parse(text: string): ParsedKey | null {
  // Without a passphrase nothing is derived from one, which may take any time.
  const parsed = ssh2.utils.parseKey(text)
  return parsed instanceof Error ? null : ([parsed].flat()[0] ?? null)
}

async function plainKey(
  text: string,
  passphrase: string | null,
  signal: AbortSignal
): Promise<KeyObject> {
  try {
    return createPrivateKey(text)
  } catch {
    // Encrypted, or of a format that only SSH knows.
  }
  if (!isLocked(text)) throw notAKey()
  if (passphrase === null) {
    throw bad('This private key needs its passphrase.', 'Enter the passphrase of the key.', true)
  }
  const pem = await unlocked(text, passphrase, signal)
  if (pem === null) {
    throw bad(
      'The passphrase does not open this private key.',
      'Enter the passphrase again, or paste another key.',
      true
    )
  }
  return createPrivateKey(pem)
}

function isLocked(text: string): boolean {
  const parsed = ssh2.utils.parseKey(text)
  const asksForPassphrase = parsed instanceof Error && /no passphrase given/.test(parsed.message)
  return asksForPassphrase || text.startsWith('-----BEGIN ENCRYPTED PRIVATE KEY-----')
}

/** PEM as the driver reads it: it knows neither PKCS #8 nor Ed25519 in PEM. */
function sshSpelling(key: KeyObject): string {
  if (key.asymmetricKeyType === 'ed25519') return openSshKey(key)
  if (key.asymmetricKeyType === 'rsa')
    return key.export({ type: 'pkcs1', format: 'pem' }).toString()
  if (key.asymmetricKeyType === 'ec') return key.export({ type: 'sec1', format: 'pem' }).toString()
  throw notAKey()
}

function checkLength(key: KeyObject) {
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
  if (bits > LONGEST_RSA_KEY) {
    throw bad(`RSA keys may have ${LONGEST_RSA_KEY} bits at most.`, 'Use an Ed25519 key.')
  }
}

function notAKey(): ConnectorError {
  return bad(
    'This is not a private key.',
    'Paste the whole text, with the lines -----BEGIN … and -----END ….'
  )
}

function bad(message: string, hint: string, isPassphrase = false): ConnectorError {
  const field = isPassphrase ? 'sshPassphrase' : 'sshPrivateKey'
  return new ConnectorError('bad_config', message, { field, hint, probe: 'ssh' })
}
