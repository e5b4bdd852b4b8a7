import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import ssh2, { type AuthContext, type Connection } from 'ssh2'

/** Why a channel is not opened: administratively prohibited (RFC 4254, section 5.1). */
const PROHIBITED = 1

/** A key pair in OpenSSH's spelling. */
export interface SshKeys {
  private: string
  public: string
}

interface Behaviour {
  /** What it shows; a new Ed25519 key when absent. */
  hostKey?: SshKeys
  /** Whether this user may reach that address from here; yes when absent. */
  allows?: (host: string, port: number) => boolean
  /** Ways to sign in; password and key when absent. */
  methods?: ('password' | 'publickey' | 'keyboard-interactive')[]
  /** What it asks when it asks; one hidden question when absent. */
  questions?: { prompt: string; echo: boolean }[]
  /** Asks for another password instead of letting anybody in. */
  wantsNewPassword?: boolean
  /** A right password or key is not enough: it wants the other, too. */
  wantsBoth?: boolean
  /** Takes requests to forward, and never answers them. */
  isSilentOnForwarding?: boolean
}

export interface SshTestServer {
  host: string
  port: number
  username: string
  password: string
  /** The key that it knows of this user. */
  userKeys: SshKeys
  hostKey: string
  /** Connections that are open now. */
  connections: Set<Connection>
  /** Connections it has ever had. */
  greeted: number
  /** Host and port of each connection it was asked for. */
  forwarded: string[]
  /** Passwords it was sent, rightly or not. */
  passwords: string[]
  /** Hears nothing any more of what comes over the connections it has, as a machine that hangs. */
  freeze(): void
  /** Ends every connection as a crash would. */
  drop(): void
  close(): Promise<void>
}

/** An SSH server of this process that forwards TCP, as a bastion does, to what listens on this machine. */
export async function sshServer(behaviour: Behaviour = {}): Promise<SshTestServer> {
  const hostKey = behaviour.hostKey ?? sshKeys()
  const sockets = new Set<Socket>()
  const described: Omit<SshTestServer, 'port'> = {
    host: '127.0.0.1',
    username: 'jump',
    password: 'open the tunnel',
    userKeys: sshKeys(),
    hostKey: fingerprintOf(hostKey),
    connections: new Set(),
    greeted: 0,
    forwarded: [],
    passwords: [],
    drop() {
      for (const socket of sockets) socket.destroy()
    },
    freeze() {
      for (const socket of sockets) socket.pause()
    },
    async close() {
      described.drop()
      listener.close()
      await once(listener, 'close')
    },
  }
  const server = new ssh2.Server({ hostKeys: [hostKey.private] }, (connection) => {
    described.greeted += 1
    described.connections.add(connection)
    connection.on('close', () => described.connections.delete(connection))
    connection.on('error', () => {})
    const proven = new Set<string>()
    connection.on('authentication', (attempt) => {
      const asked = behaviour.wantsBoth ? oneOfBoth(attempt, proven) : attempt
      judge(asked, described, behaviour)
    })
    connection.on('ready', () => forward(connection, described, behaviour))
  })
  const listener = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    server.injectSocket(socket)
  })
  listener.listen(0, described.host)
  await once(listener, 'listening')
  return Object.assign(described, { port: (listener.address() as AddressInfo).port })
}

/** @param passphrase locks the private key with it */
export function sshKeys(passphrase?: string): SshKeys {
  const generate = () =>
    passphrase
      ? ssh2.utils.generateKeyPairSync('ed25519', { passphrase, cipher: 'aes256-ctr', rounds: 4 })
      : ssh2.utils.generateKeyPairSync('ed25519')
  for (;;) {
    const keys = generate()
    // The driver cuts a public key that ends in a zero byte, one of 256, and cannot read it afterwards.
    if (!(ssh2.utils.parseKey(keys.private, passphrase) instanceof Error)) return keys
  }
}

export function fingerprintOf({ public: open }: SshKeys): string {
  const raw = Buffer.from(open.split(' ')[1] ?? '', 'base64')
  return `SHA256:${createHash('sha256').update(raw).digest('base64').replaceAll('=', '')}`
}

function judge(attempt: AuthContext, server: Omit<SshTestServer, 'port'>, behaviour: Behaviour) {
  const { methods = ['password', 'publickey'] } = behaviour
  const refuse = () => attempt.reject(methods)
  if (attempt.username !== server.username) return refuse()
  if (attempt.method === 'password' && methods.includes('password')) {
    server.passwords.push(attempt.password)
    if (behaviour.wantsNewPassword) {
      attempt.requestChange('Time for another one', () => refuse())
      return
    }
    return attempt.password === server.password ? attempt.accept() : refuse()
  }
  if (attempt.method === 'keyboard-interactive' && methods.includes('keyboard-interactive')) {
    const { questions = [{ prompt: 'Password: ', echo: false }] } = behaviour
    attempt.prompt(questions, (answers) => {
      server.passwords.push(...answers)
      return answers[0] === server.password && answers.length === 1 ? attempt.accept() : refuse()
    })
    return
  }
  if (attempt.method === 'publickey' && methods.includes('publickey')) {
    return isSigned(attempt, server.userKeys) ? attempt.accept() : refuse()
  }
  return refuse()
}

/** Lets nobody in with one proof alone (RFC 4252, section 5.1: partial success). */
function oneOfBoth(attempt: AuthContext, proven: Set<string>): AuthContext {
  const accept = attempt.accept.bind(attempt)
  attempt.accept = () => {
    const isSignatureMissing = attempt.method === 'publickey' && attempt.signature === undefined
    if (isSignatureMissing) return accept()
    proven.add(attempt.method)
    const left = (['password', 'publickey'] as const).filter((one) => !proven.has(one))
    return left.length === 0 ? accept() : attempt.reject(left, true)
  }
  return attempt
}

function isSigned(
  { key, signature, blob, hashAlgo }: Extract<AuthContext, { method: 'publickey' }>,
  known: SshKeys
): boolean {
  const ours = ssh2.utils.parseKey(known.public)
  if (ours instanceof Error || !key.data.equals(ours.getPublicSSH())) return false
  return signature === undefined || blob === undefined || ours.verify(blob, signature, hashAlgo)
}

function forward(
  connection: Connection,
  server: Omit<SshTestServer, 'port'>,
  { allows = () => true, isSilentOnForwarding = false }: Behaviour
) {
  connection.on('tcpip', (accept, reject, { destIP, destPort }) => {
    server.forwarded.push(`${destIP}:${destPort}`)
    if (isSilentOnForwarding) return
    if (!allows(destIP, destPort)) return prohibit(connection, reject)
    // Whatever the name, it is this machine: as the names of a private network are.
    const target = connect({ host: '127.0.0.1', port: destPort, noDelay: true })
    target.once('error', reject)
    target.once('connect', () => {
      const channel = accept()
      target.removeAllListeners('error')
      target.on('error', () => channel.close())
      channel.on('error', () => target.destroy())
      target.on('close', () => channel.close())
      channel.on('close', () => target.destroy())
      connection.once('close', () => target.destroy())
      channel.pipe(target).pipe(channel)
    })
  })
}

/** `reject` says that connecting failed; what it sends is given another reason here. */
function prohibit(connection: Connection, reject: () => void) {
  type Told = { channelOpenFail(channel: number, reason: number, words: string): void }
  const protocol = (connection as unknown as { _protocol: Told })._protocol
  const tell = protocol.channelOpenFail.bind(protocol)
  protocol.channelOpenFail = (channel, _, words) => tell(channel, PROHIBITED, words)
  reject()
  protocol.channelOpenFail = tell
}
