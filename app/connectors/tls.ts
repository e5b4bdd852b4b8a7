import { createPrivateKey, X509Certificate } from 'node:crypto'
import { checkServerIdentity, type ConnectionOptions, type TLSSocket } from 'node:tls'
import { ConnectorError } from '#connectors/connector_error'
import type { ChoiceField, CredentialField, PemField, TextField } from '#connectors/field'
import { parseHost } from '#connectors/host_name'

export const TLS_MODES = ['disable', 'require', 'verify-ca', 'verify-full'] as const
export type TlsMode = (typeof TLS_MODES)[number]

const VERIFIED = ['verify-ca', 'verify-full'] as const
const ENCRYPTED = ['require', ...VERIFIED] as const

/** Long enough for a chain of a dozen certificates. */
const PEM_LENGTH = 64 * 1024

/** A certificate that somebody looked at and approved; it stands in for the checks of authority and host. */
export const FINGERPRINT = {
  kind: 'text',
  name: 'fingerprint',
  label: 'Approved certificate',
  group: 'security',
  required: false,
  guardsCredentials: true,
  maxLength: 95,
  pattern: '^([0-9A-Fa-f]{2}:?){31}[0-9A-Fa-f]{2}$',
  placeholder: 'AB:CD:…',
  help: 'The SHA-256 fingerprint of the one certificate to accept, whoever signed it. A failed test offers it.',
} as const satisfies TextField

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
      { value: 'verify-full', label: 'Verify host: a trusted CA signed it for this host' },
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
  {
    ...FINGERPRINT,
    name: 'tls.fingerprint',
    when: { field: 'tls.mode', in: ENCRYPTED },
  },
] as const satisfies readonly (ChoiceField | PemField | TextField)[]

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

/** What is asked of TLS, as the fields `tls.…` name it; an engine with other fields says the same in these. */
export interface TlsConfig {
  mode: TlsMode
  /** PEM of the authorities to trust; empty for the public ones. */
  ca?: string | null
  /** PEM of our own certificate. */
  cert?: string | null
  /** SHA-256 of the one certificate to accept. */
  fingerprint?: string | null
}

/** How one handshake is done, and who is trusted after it. */
export interface TlsPlan {
  /** For `tls.connect`. It lets every certificate pass: `judge` decides, so that a refused one can be shown. */
  options: ConnectionOptions
  /** Why the peer of a finished handshake is not trusted; null when it is. */
  judge(socket: TLSSocket): Error | null
}

/** Whether a validated config asks for TLS in any of its modes. */
export function isEncrypted(config: Record<string, unknown>): boolean {
  return tlsConfigOf(config).mode !== 'disable'
}

/**
 * The plan for a validated config with the fields `tls.…`; null when the connection is not encrypted.
 *
 * @throws ConnectorError `bad_config` for text that is not PEM
 */
export function tlsPlan(
  config: Record<string, unknown>,
  credentials: Record<string, string>,
  host: string
): TlsPlan | null {
  return planFor(tlsConfigOf(config), credentials.tlsKey, host)
}

/**
 * The host is compared with the certificate here and not by the driver: drivers differ on addresses, and some
 * compare with `localhost`.
 *
 * @param key PEM of our own private key
 * @throws ConnectorError `bad_config` for text that is not PEM
 */
export function planFor(tls: TlsConfig, key: string | undefined, host: string): TlsPlan | null {
  if (tls.mode === 'disable') return null
  const name = identityOf(host)
  return {
    options: {
      rejectUnauthorized: false,
      checkServerIdentity: () => undefined,
      ca: tls.mode === 'require' ? undefined : certificates(tls.ca, 'tls.ca'),
      cert: certificates(tls.cert, 'tls.cert'),
      key: privateKey(key),
      servername: name.isAddress ? undefined : name.text,
    },
    judge: (socket) => judge(socket, tls, name.text),
  }
}

function judge(socket: TLSSocket, { mode, fingerprint }: TlsConfig, host: string): Error | null {
  const served = socket.getPeerCertificate()
  if (fingerprint) {
    return served.fingerprint256 === fingerprint ? null : anotherCertificate(host)
  }
  if (mode === 'require') return null
  if (!socket.authorized) {
    return Object.assign(new Error('The certificate was refused'), {
      code: String(socket.authorizationError),
      cert: served,
    })
  }
  if (mode === 'verify-ca') return null
  return checkServerIdentity(host, served) ?? null
}

function anotherCertificate(host: string): ConnectorError {
  return new ConnectorError(
    'tls_untrusted',
    `${host} shows another certificate than the one that was approved.`,
    {
      field: 'tls.fingerprint',
      hint: 'If it was renewed, approve the new one. If nobody knows of a change, somebody may be listening in.',
    }
  )
}

function tlsConfigOf(config: Record<string, unknown>): TlsConfig {
  const tls = (config.tls ?? {}) as TlsConfig
  if (!TLS_MODES.includes(tls.mode)) {
    throw new ConnectorError('bad_config', 'Unknown TLS mode.', { field: 'tls.mode' })
  }
  return tls
}

/** The name a certificate must be made for. Server names in TLS (SNI) are never addresses (RFC 6066). */
function identityOf(host: string): { text: string; isAddress: boolean } {
  const parsed = parseHost(host)
  return parsed.kind === 'address'
    ? { text: parsed.address.toString(), isAddress: true }
    : { text: parsed.name, isAddress: false }
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
