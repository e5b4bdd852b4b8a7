import { ConnectorError } from '#connectors/connector_error'
import { parseHost } from '#connectors/host_name'
import { planFor, type TlsPlan } from '#connectors/tls'

export interface SqlserverConfig {
  host: string
  port: number
  database: string
  username: string
  encrypt?: boolean
  trustServerCertificate?: boolean
  ca?: string | null
  hostNameInCertificate?: string | null
  fingerprint?: string | null
}

export interface Encryption {
  plan: TlsPlan
  /** In the one spelling that certificates have. */
  serverName: string
}

/** When it is off, the driver encrypts nothing at all, not even the login; a server that insists is refused before it. */
export function isEncrypted({ encrypt }: { encrypt?: boolean }): boolean {
  return encrypt !== false
}

/**
 * How the server at `host` is to prove itself; null when nothing is encrypted.
 *
 * @throws ConnectorError `bad_config` for a CA or a name that is none
 */
export function encryptionFor(config: SqlserverConfig, host: string): Encryption | null {
  const { trustServerCertificate, ca, fingerprint, hostNameInCertificate } = config
  if (!isEncrypted(config)) return null
  const serverName = hostNameInCertificate
    ? nameOf(hostNameInCertificate, 'hostNameInCertificate')
    : nameOf(host, 'host')
  const mode = trustServerCertificate ? 'require' : 'verify-full'
  const plan = planFor({ mode, ca, fingerprint }, undefined, serverName)
  return plan && { plan, serverName }
}

function nameOf(host: string, field: string): string {
  try {
    const parsed = parseHost(host)
    return parsed.kind === 'address' ? parsed.address.toString() : parsed.name
  } catch (cause) {
    throw new ConnectorError('bad_config', 'This is not a host name or an address.', {
      field,
      cause,
    })
  }
}
