import { ConnectorError } from '#connectors/connector_error'
import type { ServedHostKey } from '#connectors/contracts'
import { sentenceFor } from '#connectors/error_sentences'
import { translateError } from '#connectors/error_translation'
import { type SshServer, whereaboutsOfSsh } from '#connectors/ssh/server'
import { printable } from '#connectors/whereabouts'

/** Why a tunnel was not built, told of the SSH server and in the same words for every engine. */

const FIELDS: Readonly<Record<string, string>> = { host: 'ssh.host', port: 'ssh.port' }

/** Reasons for not opening a channel (RFC 4254, section 5.1). */
const [PROHIBITED, CONNECT_FAILED, UNKNOWN_TYPE] = [1, 2, 3]

/** The address, the network or the system stood in the way to the SSH server. */
export function unreachable(error: unknown, server: SshServer): ConnectorError {
  const { code, message, field, hint, probe, cause } = translateError(
    error,
    { codes: {} },
    whereaboutsOfSsh(server)
  )
  return new ConnectorError(code, message, {
    field: field === null ? null : (FIELDS[field] ?? field),
    hint:
      code === 'refused'
        ? 'Check the SSH host and port, and that the SSH server is running.'
        : hint,
    probe: probe ?? undefined,
    cause,
  })
}

/** @param seconds that were waited for */
export function silent(server: SshServer, seconds: number): ConnectorError {
  const message = sentenceFor('timeout', { ...whereaboutsOfSsh(server), seconds })
  return new ConnectorError('timeout', message, {
    field: 'ssh.host',
    hint: 'Check the SSH host and port, and that no firewall drops connections from this server.',
  })
}

/** @param seconds that were waited for */
export function silentBehind(server: SshServer, target: string, seconds: number): ConnectorError {
  return new ConnectorError(
    'timeout',
    `${name(server)} got no answer from ${target} within ${seconds} seconds.`,
    {
      field: 'host',
      probe: 'ssh',
      hint: 'Check the host and port as the SSH server sees them, and that no firewall drops connections from there.',
    }
  )
}

/** @param seconds that were waited for since the SSH server accepted the connection */
export function mute(server: SshServer, seconds: number): ConnectorError {
  return new ConnectorError(
    'timeout',
    `${name(server)} accepted the connection, and had let nobody in after ${seconds} seconds.`,
    {
      field: 'ssh.port',
      probe: 'ssh',
      hint: 'Check that this is the port of an SSH server, and that it is not overloaded.',
    }
  )
}

/** It let us in, and later did not even answer whether it is still there. */
export function stalled(server: SshServer): ConnectorError {
  return new ConnectorError('timeout', `${name(server)} does not answer any more.`, {
    field: 'ssh.host',
    probe: 'ssh',
    hint: 'Check that the SSH server is running and not overloaded, then try again.',
  })
}

/** Not even the SSH server's own cloud is asked for its secrets. */
export function neverThrough(server: SshServer): ConnectorError {
  return refusal(
    'egress_blocked',
    `Connections to this address are never allowed, nor through ${host(server)}.`,
    'host',
    {
      hint: 'Clouds hand out their secrets there; no setting allows it. Enter the address of your database.',
    }
  )
}

export function notSsh(server: SshServer, cause?: unknown): ConnectorError {
  const message = sentenceFor('wrong_protocol', whereaboutsOfSsh(server))
  return refusal('wrong_protocol', message, 'ssh.port', {
    hint: 'Check the SSH port, and that the server admits connections from here.',
    cause,
  })
}

export function noCommonAlgorithm(server: SshServer, cause: unknown): ConnectorError {
  return refusal(
    'version_unsupported',
    `${name(server)} and this server have no encryption in common that is still considered safe.`,
    null,
    { hint: 'Ask for the SSH server to be brought up to date.', cause }
  )
}

export function hungUp(server: SshServer, cause: unknown): ConnectorError {
  return refusal('starting', `${name(server)} closed the connection.`, null, {
    hint: 'Try again in a moment. It may limit connections, or be restarting.',
    cause,
  })
}

/** Nobody has approved any key yet. */
export function unapproved(server: SshServer, { fingerprint }: ServedHostKey): ConnectorError {
  return refusal(
    'tls_untrusted',
    `${name(server)} shows the key ${fingerprint}; approve it if it is the right one.`,
    'ssh.hostKey',
    { hint: 'Compare it with the fingerprint that whoever runs the SSH server gives you.' }
  )
}

export function anotherHostKey(server: SshServer, served: ServedHostKey): ConnectorError {
  return refusal(
    'tls_untrusted',
    `${name(server)} shows the key ${served.fingerprint} (${served.type}), which is not the approved one.`,
    'ssh.hostKey',
    {
      hint: 'It may be another of its keys, or the server was set up anew: compare it with what whoever runs it says, then approve it. Else somebody may be listening in.',
    }
  )
}

export function nothingToSignInWith(server: SshServer): ConnectorError {
  return refusal(
    'auth_missing',
    `${name(server)} asks ${user(server)} for a password or a private key.`,
    'sshPassword',
    { hint: 'Enter the SSH password, or paste a private key that the server knows.' }
  )
}

export function wrongPassword(server: SshServer): ConnectorError {
  return refusal(
    'auth_bad',
    `Wrong SSH password for ${user(server)} on ${host(server)}.`,
    'sshPassword',
    { hint: 'Check the SSH username, and enter the SSH password again.' }
  )
}

export function wrongKey(server: SshServer): ConnectorError {
  return refusal(
    'auth_bad',
    `${name(server)} does not accept this private key for ${user(server)}.`,
    'sshPrivateKey',
    { hint: 'Add its public key to the authorized keys of this user at the SSH server.' }
  )
}

export function takesNoPassword(server: SshServer): ConnectorError {
  return refusal(
    'auth_method',
    `${name(server)} takes no password from ${user(server)}.`,
    'sshPrivateKey',
    { hint: 'Paste a private key that the SSH server knows.' }
  )
}

/** The key was right, and not enough. */
export function wantsPasswordToo(server: SshServer): ConnectorError {
  return refusal(
    'auth_missing',
    `${name(server)} accepts this private key, and also asks ${user(server)} for a password.`,
    'sshPassword',
    { hint: 'Enter the SSH password too.' }
  )
}

/** The password was right, and not enough. */
export function wantsKeyToo(server: SshServer): ConnectorError {
  return refusal(
    'auth_missing',
    `${name(server)} accepts this password, and also asks ${user(server)} for a private key.`,
    'sshPrivateKey',
    { hint: 'Paste a private key that the SSH server knows, too.' }
  )
}

/** One-time codes and the like, which nobody is there to enter. */
export function asksForMore(server: SshServer): ConnectorError {
  return refusal(
    'auth_method',
    `${name(server)} asks ${user(server)} for more than a password or a key.`,
    'ssh.username',
    { hint: 'Ask for an SSH user who signs in with a password or a key alone.' }
  )
}

export function mustChangePassword(server: SshServer): ConnectorError {
  return refusal(
    'auth_must_change',
    `The SSH password of ${user(server)} on ${host(server)} must be changed first.`,
    'sshPassword'
  )
}

/** @param reason as the server gave it for not opening the channel */
export function notForwarded(server: SshServer, target: string, reason: unknown): ConnectorError {
  if (reason === PROHIBITED || reason === UNKNOWN_TYPE) {
    return refusal(
      'network_acl',
      `${name(server)} does not allow ${user(server)} to reach ${target}.`,
      'host',
      { hint: 'Ask for TCP forwarding to this host and port to be allowed at the SSH server.' }
    )
  }
  if (reason === CONNECT_FAILED) {
    return refusal('refused', `${name(server)} could not reach ${target}.`, 'host', {
      hint: 'Enter host and port as the SSH server sees them, such as 127.0.0.1 for a database on the same machine.',
    })
  }
  return refusal('too_many_connections', `${name(server)} opens no further connection.`, null)
}

function refusal(
  code: ConnectorError['code'],
  message: string | undefined,
  field: string | null,
  more: { hint?: string; cause?: unknown } = {}
): ConnectorError {
  return new ConnectorError(code, message, { field, probe: 'ssh', ...more })
}

function name(server: SshServer): string {
  return `The SSH server ${host(server)}`
}

function host(server: SshServer): string {
  return whereaboutsOfSsh(server).where
}

function user({ username }: SshServer): string {
  return printable(username) ?? 'this user'
}
