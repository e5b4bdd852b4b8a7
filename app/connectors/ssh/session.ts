import { createHash } from 'node:crypto'
import type { Socket } from 'node:net'
import ssh2, { type Algorithms, type Client, type ParsedKey } from 'ssh2'
import { ChannelSocket } from '#connectors/ssh/channel_socket'
import type { ConnectorError } from '#connectors/connector_error'
import type { ServedHostKey } from '#connectors/contracts'
import type { SshServer } from '#connectors/ssh/server'
import {
  anotherHostKey,
  hungUp,
  mustChangePassword,
  noCommonAlgorithm,
  notForwarded,
  notSsh,
  stalled,
  unapproved,
} from '#connectors/ssh/refusals'
import { SshSignIn } from '#connectors/ssh/sign_in'
import { printable } from '#connectors/whereabouts'

/** No SHA-1, no CBC, no DSA, no groups that the server makes up, and nothing that unpacks what it sends. */
const ALGORITHMS: Algorithms = {
  kex: [
    'curve25519-sha256',
    'curve25519-sha256@libssh.org',
    'ecdh-sha2-nistp256',
    'ecdh-sha2-nistp384',
    'ecdh-sha2-nistp521',
    'diffie-hellman-group16-sha512',
    'diffie-hellman-group14-sha256',
  ],
  cipher: [
    'aes128-gcm@openssh.com',
    'aes256-gcm@openssh.com',
    'chacha20-poly1305@openssh.com',
    'aes128-ctr',
    'aes192-ctr',
    'aes256-ctr',
  ],
  hmac: [
    'hmac-sha2-256-etm@openssh.com',
    'hmac-sha2-512-etm@openssh.com',
    'hmac-sha2-256',
    'hmac-sha2-512',
  ],
  serverHostKey: [
    'ssh-ed25519',
    'ecdsa-sha2-nistp256',
    'ecdsa-sha2-nistp384',
    'ecdsa-sha2-nistp521',
    'rsa-sha2-512',
    'rsa-sha2-256',
  ],
  compress: ['none'],
}

/** A server that answers none of so many questions, one every so many milliseconds, is not there any more. */
const PATIENCE = { interval: 5_000, questions: 2 }

interface SshListeners {
  /** Hears of the key also when it is refused. */
  onHostKey(served: ServedHostKey): void
  /** Nothing comes from the server any more, not even that it is there. */
  onStalled(): void
}

/** A signed-in connection to an SSH server, for forwarding alone. */
export class SshSession {
  /** Why the socket ended, for those whose channels end with it. */
  #reason: Error | undefined

  constructor(
    private readonly client: Client,
    private readonly socket: Socket,
    private readonly server: SshServer
  ) {
    socket.once('error', (error) => (this.#reason = error))
  }

  /** A connection from there to a host as that server resolves it. @throws ConnectorError of the stage `ssh` */
  forward(host: string, port: number): Promise<ChannelSocket> {
    return new Promise((resolve, reject) => {
      if (this.socket.destroyed) return reject(hungUp(this.server, this.#reason))
      this.client.forwardOut('127.0.0.1', 0, host, port, (error, channel) => {
        if (error) return reject(this.#refused(error, `${host}:${port}`))
        const forwarded = new ChannelSocket(channel, host, port)
        const end = () => forwarded.destroy(this.#reason)
        this.socket.once('close', end)
        forwarded.once('close', () => this.socket.removeListener('close', end))
        resolve(forwarded)
      })
    })
  }

  /** Says goodbye; the socket is ended by whoever dialled it. */
  close() {
    this.client.end()
  }

  #refused(error: Error & { reason?: unknown }, target: string): ConnectorError {
    if (this.socket.destroyed) return hungUp(this.server, this.#reason ?? error)
    return notForwarded(this.server, target, error.reason)
  }
}

/**
 * Signs in over a connected socket, once the server has shown the approved key. The deadline is the caller's: ending
 * the socket ends this.
 *
 * @throws ConnectorError of the stage `ssh`
 */
export function openSshSession(
  socket: Socket,
  server: SshServer,
  key: ParsedKey | null,
  { onHostKey, onStalled }: SshListeners,
  patience = PATIENCE
): Promise<SshSession> {
  const client = new ssh2.Client()
  const signIn = new SshSignIn(server, key)
  const { username, password } = server
  let refusal: ConnectorError | null = null
  return new Promise((resolve, reject) => {
    const fail = (error?: unknown) => {
      reject(refusal ?? signIn.refusal ?? explain(error, server, signIn.hasBegun))
      socket.destroy()
    }
    client.once('ready', () => {
      client.removeListener('close', fail)
      client.removeListener('error', fail)
      resolve(new SshSession(client, socket, server))
    })
    client.on('error', fail)
    client.once('close', fail)
    // Whatever happens to it later, somebody listens.
    client.on('error', ({ level }: Error & { level?: string }) => {
      const isStalled = level === 'client-timeout'
      if (isStalled) onStalled()
      socket.destroy(isStalled ? stalled(server) : undefined)
    })
    client.on('change password', () => {
      refusal = mustChangePassword(server)
      fail()
    })
    client.connect({
      sock: socket,
      username,
      password: password ?? undefined,
      algorithms: ALGORITHMS,
      authHandler: signIn.next as never,
      // The deadline that speaks is the base's.
      readyTimeout: 0,
      keepaliveInterval: patience.interval,
      keepaliveCountMax: patience.questions,
      hostVerifier: (raw: Buffer) => {
        const served = describe(raw)
        onHostKey(served)
        if (!server.hostKey) refusal = unapproved(server, served)
        else if (server.hostKey !== served.fingerprint) refusal = anotherHostKey(server, served)
        return refusal === null
      },
    })
  })
}

/** Its type stands first, as text with its length (RFC 4253, section 6.6). */
function describe(raw: Buffer): ServedHostKey {
  const length = raw.length < 4 ? 0 : raw.readUInt32BE(0)
  const digest = createHash('sha256').update(raw).digest('base64')
  return {
    type: printable(raw.subarray(4, 4 + Math.min(length, 100)).toString('latin1')) ?? 'unknown',
    fingerprint: `SHA256:${digest.replace(/=+$/, '')}`,
  }
}

function explain(error: unknown, server: SshServer, hasBegun: boolean): ConnectorError {
  const { message } = (error ?? {}) as { message?: unknown }
  if (/no matching/i.test(String(message))) return noCommonAlgorithm(server, error)
  return hasBegun ? hungUp(server, error) : notSsh(server, error)
}
