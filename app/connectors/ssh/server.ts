import type { Target } from '#connectors/contracts'
import type { Whereabouts } from '#connectors/error_table'
import { printable } from '#connectors/whereabouts'

/** The server that a tunnel goes through, and who signs in there. */
export interface SshServer {
  host: string
  port: number
  username: string
  /** `SHA256:…` of the one key it may show; null while nobody has approved one. */
  hostKey: string | null
  password: string | null
  /** As it was pasted. */
  privateKey: string | null
  passphrase: string | null
}

/** Null when the target is reached without a tunnel. */
export function sshServerOf({ config, credentials }: Target): SshServer | null {
  const ssh = (config.ssh ?? {}) as Partial<SshServer> & { enabled?: boolean }
  if (ssh.enabled !== true) return null
  return {
    host: String(ssh.host ?? ''),
    port: ssh.port ?? 22,
    username: ssh.username ?? '',
    hostKey: ssh.hostKey || null,
    password: credentials.sshPassword || null,
    privateKey: credentials.sshPrivateKey || null,
    passphrase: credentials.sshPassphrase || null,
  }
}

/** What sentences about the tunnel may name. */
export function whereaboutsOfSsh({ host, port, username }: SshServer): Whereabouts {
  return {
    label: 'SSH',
    where: printable(host) ?? 'the SSH server',
    port,
    user: printable(username),
    database: null,
    isConnected: false,
    seconds: null,
  }
}
