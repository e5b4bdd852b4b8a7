import { createPrivateKey, X509Certificate } from 'node:crypto'
import { checkServerIdentity, type ConnectionOptions, type PeerCertificate } from 'node:tls'
import { ConnectorError } from '#connectors/connector_error'
import type { ChoiceField, CredentialField, PemField } from '#connectors/field'
import { parseHost } from '#connectors/host_name'

export const TLS_MODES = ['disable', 'require', 'verify-ca', 'verify-full'] as const
export type TlsMode = (typeof TLS_MODES)[number]

const VERIFIED = ['verify-ca', 'verify-full'] as const
const ENCRYPTED = ['require', ...VERIFIED] as const

/** Long enough for a chain of a dozen certificates. */
const PEM_LENGTH = 64 * 1024

/** What engines with the four TLS modes add to their config. */
export const TLS_CONFIG = [
  {
    kind: 'choice',
    name: 'tls.mode',
    label: 'TLS',
    group: 'security',
    required: true,
    guardsCredentials: true,
    // Never in clear unless somebody says so; a private CA must be pasted before more than that can work.
    default: 'require',
    options: [
      { value: 'disable', label: 'Off: nothing is encrypted' },
      { value: 'require', label: 'Required: encrypted, the certificate is not checked' },
      { value: 'verify-ca', label: 'Verify CA: a trusted CA signed the certificate' },
      { value: 'verify-full', label: 'Verify host: and it is made for this host' },
    ],
    help: 'Verify host is the safe choice for servers on the internet.',
  },
  {
    kind: 'pem',
    name: 'tls.ca',
    label: 'CA certificate',
    group: 'security',
    required: false,
    guardsCredentials: true,
    maxLength: PEM_LENGTH,
    help: 'Leave it empty for servers with a certificate of a public CA.',
    when: { field: 'tls.mode', in: VERIFIED },
  },
  {
    kind: 'pem',
    name: 'tls.cert',
    label: 'Client certificate',
    group: 'security',
    required: false,
    guardsCredentials: true,
    maxLength: PEM_LENGTH,
    help: 'Only where the server asks for one.',
    when: { field: 'tls.mode', in: ENCRYPTED },
  },
] as const satisfies readonly (ChoiceField | PemField)[]

export const TLS_KEY = {
  kind: 'secret',
  name: 'tlsKey',
  label: 'Client key',
  group: 'security',
  required: false,
  maxLength: PEM_LENGTH,
  multiline: true,
  help: 'The private key of the client certificate, not encrypted with a passphrase.',
  when: { field: 'tls.mode', in: ENCRYPTED },
} as const satisfies CredentialField

/** Whether a validated config asks for TLS in any of its modes. */
export function isEncrypted(config: Record<string, unknown>): boolean {
  return tlsOf(config).mode !== 'disable'
}

function tlsModeOf(config: Record<string, unknown>): TlsMode {
  const { mode } = tlsOf(config)
  const known = TLS_MODES.find((one) => one === mode)
  if (!known) throw new ConnectorError('bad_config', 'Unknown TLS mode.', { field: 'tls.mode' })
  return known
}

/**
 * Options for `tls.connect`, built key by key; null when the connection is not encrypted. The host is compared with
 * the certificate here and not by the driver: drivers differ on addresses, and some compare with `localhost`.
 *
 * @throws ConnectorError `bad_config` for text that is not PEM
 */
export function tlsOptions(
  config: Record<string, unknown>,
  credentials: Record<string, string>,
  host: string
): ConnectionOptions | null {
  const mode = tlsModeOf(config)
  if (mode === 'disable') return null
  const { ca, cert } = tlsOf(config)
  const isVerified = mode === 'verify-ca' || mode === 'verify-full'
  const name = identityOf(host)
  return {
    rejectUnauthorized: isVerified,
    ca: isVerified ? certificates(ca, 'tls.ca') : undefined,
    cert: certificates(cert, 'tls.cert'),
    key: privateKey(credentials.tlsKey),
    servername: name.isAddress ? undefined : name.text,
    checkServerIdentity: (_, peer: PeerCertificate) =>
      mode === 'verify-full' ? checkServerIdentity(name.text, peer) : undefined,
  }
}

/** The name a certificate must be made for. Server names in TLS (SNI) are never addresses (RFC 6066). */
function identityOf(host: string): { text: string; isAddress: boolean } {
  const parsed = parseHost(host)
  return parsed.kind === 'address'
    ? { text: parsed.address.toString(), isAddress: true }
    : { text: parsed.name, isAddress: false }
}

function tlsOf(config: Record<string, unknown>): Record<string, unknown> {
  const { tls } = config
  return typeof tls === 'object' && tls !== null ? (tls as Record<string, unknown>) : {}
}

function certificates(pem: unknown, field: string): string | undefined {
  if (typeof pem !== 'string' || pem.trim() === '') return undefined
  try {
    return new X509Certificate(pem) && pem
  } catch (cause) {
    throw notPem('certificate', field, cause)
  }
}

function privateKey(pem: string | undefined): string | undefined {
  if (pem === undefined || pem.trim() === '') return undefined
  try {
    return createPrivateKey(pem) && pem
  } catch (cause) {
    throw notPem('private key', 'tlsKey', cause)
  }
}

function notPem(what: string, field: string, cause: unknown): ConnectorError {
  return new ConnectorError('bad_config', `This is not a ${what} in PEM format.`, {
    field,
    hint: 'Paste the whole text, with the lines -----BEGIN … and -----END ….',
    cause,
  })
}
