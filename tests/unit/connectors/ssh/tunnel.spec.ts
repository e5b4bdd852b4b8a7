import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { generateKeyPairSync } from 'node:crypto'
import { test } from '@japa/runner'
import { DeadlinePassed } from '#connectors/abortable'
import { privateKeyOf } from '#connectors/ssh/key'
import type { SshServer } from '#connectors/ssh/server'
import { openSshSession } from '#connectors/ssh/session'
import { SshSignIn } from '#connectors/ssh/sign_in'
import { Tunnel } from '#connectors/ssh/tunnel'
import { never } from '#tests/conformance/workbench'
import { sshKeys, sshServer, type SshTestServer } from '#tests/support/servers/ssh_server'

/** As a connection describes it, with nothing to sign in with unless `more` says so. */
function described(ssh: SshTestServer, more: Partial<SshServer> = {}): SshServer {
  const { host, port, username, hostKey } = ssh
  const nothing = { password: null, privateKey: null, passphrase: null }
  return { host, port, username, hostKey, ...nothing, ...more }
}

async function reach(host: string, port: number) {
  const socket = connect({ host, port, noDelay: true })
  await once(socket, 'connect')
  return socket
}

function tunnelTo(server: SshServer): Tunnel {
  return new Tunnel(server, { reach, onHostKey: () => {}, onThrough: () => {} })
}

const refusalOf = (work: Promise<unknown>) => work.catch((error: unknown) => error)

test.group('Tunnels', () => {
  test("the secrets of the SSH server's cloud are never asked for", async ({ assert, cleanup }) => {
    const ssh = await sshServer()
    cleanup(() => ssh.close())
    const tunnel = tunnelTo(described(ssh, { password: ssh.password }))
    cleanup(() => tunnel.close())
    const hosts = [
      '169.254.169.254',
      '2852039166',
      '0xa9fea9fe',
      '[::ffff:169.254.169.254]',
      'fd00:ec2::254',
      'metadata.google.internal',
      'METADATA.google.internal.',
    ]
    for (const host of hosts) {
      const error = await refusalOf(tunnel.dial(host, 80, never))
      assert.containsSubset(error, { code: 'egress_blocked', field: 'host', probe: 'ssh' }, host)
    }
    assert.equal(ssh.greeted, 0)

    const listener = createServer((socket) => socket.end('hello')).listen(0, '127.0.0.1')
    cleanup(() => void listener.close())
    await once(listener, 'listening')
    const { port } = listener.address() as AddressInfo
    const through = await tunnel.dial('10.1.2.3', port, never)
    const [greeting] = (await once(through, 'data')) as [Buffer]
    assert.equal(greeting.toString(), 'hello')
    assert.equal(through.bytesRead, 5)
    await refusalOf(tunnel.dial('169.254.169.254', 80, never))
    assert.deepEqual(ssh.forwarded, [`10.1.2.3:${port}`])
  })

  test('an SSH server that stops answering is noticed, and named', async ({ assert, cleanup }) => {
    const ssh = await sshServer()
    cleanup(() => ssh.close())
    const listener = createServer(() => {}).listen(0, '127.0.0.1')
    cleanup(() => void listener.close())
    await once(listener, 'listening')
    const server = described(ssh, { password: ssh.password })
    const patience = { interval: 50, questions: 2 }
    let stalls = 0
    const listeners = { onHostKey: () => {}, onStalled: () => (stalls += 1) }
    const socket = await reach(ssh.host, ssh.port)
    const session = await openSshSession(socket, server, null, listeners, patience)
    const channel = await session.forward('target', (listener.address() as AddressInfo).port)
    ssh.freeze()
    const [error] = (await once(channel, 'error')) as [Error]
    assert.containsSubset(error, { code: 'timeout', field: 'ssh.host', probe: 'ssh' })
    assert.match(error.message, /^The SSH server 127\.0\.0\.1 does not answer any more/)
    assert.equal(stalls, 1)
    assert.isTrue(socket.destroyed)
  })

  test('an SSH port that accepts and says nothing is not blamed on a firewall', async ({
    assert,
    cleanup,
  }) => {
    const listener = createServer(() => {}).listen(0, '127.0.0.1')
    cleanup(() => void listener.close())
    await once(listener, 'listening')
    const ssh = { host: '127.0.0.1', username: 'jump', hostKey: '' } as SshTestServer
    const { port } = listener.address() as AddressInfo
    const sockets: { destroy(): void }[] = []
    const accepted = Promise.withResolvers<void>()
    const tunnel = new Tunnel(described({ ...ssh, port }), {
      reach: async () => {
        const socket = await reach(ssh.host, port)
        sockets.push(socket)
        accepted.resolve()
        return socket
      },
      onHostKey: () => {},
      onThrough: () => {},
    })
    const dialling = refusalOf(tunnel.dial('target', 1, never))
    const before = tunnel.explain(new DeadlinePassed('connect', 1_000))
    await accepted.promise
    await new Promise((resolve) => setImmediate(resolve))
    const after = tunnel.explain(new DeadlinePassed('connect', 1_000))
    assert.containsSubset(before, { code: 'timeout', field: 'ssh.host' })
    assert.containsSubset(after, { code: 'timeout', field: 'ssh.port', probe: 'ssh' })
    assert.match((after as Error).message, /accepted the connection/)
    for (const socket of sockets) socket.destroy()
    await dialling
  })

  test('a server that wants both a key and a password says which is missing', async ({
    assert,
    cleanup,
  }) => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 })
    const ssh = await sshServer({ wantsBoth: true })
    cleanup(() => ssh.close())
    const privateKey = ssh.userKeys.private
    const { password } = ssh
    const dialWith = (more: Partial<SshServer>) => {
      const tunnel = tunnelTo(described(ssh, more))
      cleanup(() => tunnel.close())
      return refusalOf(tunnel.dial('target', 1, never))
    }
    const keyAlone = await dialWith({ privateKey })
    assert.containsSubset(keyAlone, { code: 'auth_missing', field: 'sshPassword', probe: 'ssh' })
    assert.match((keyAlone as Error).message, /accepts this private key, and also asks jump/)
    const passwordAlone = await dialWith({ password })
    assert.containsSubset(passwordAlone, { code: 'auth_missing', field: 'sshPrivateKey' })
    const wrongKey = await dialWith({ privateKey: sshKeys().private })
    assert.containsSubset(wrongKey, { code: 'auth_bad', field: 'sshPrivateKey' })
    const wrongPassword = await dialWith({ privateKey, password: 'wrong' })
    assert.containsSubset(wrongPassword, { code: 'auth_bad', field: 'sshPassword' })
    assert.containsSubset(await dialWith({ privateKey, password }), { code: 'refused' })

    // The driver tells nothing of a partial success with an RSA key: it tries the key a second time.
    const pem = rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    const server = described(ssh, { privateKey: pem })
    const signIn = new SshSignIn(server, await privateKeyOf(server, never))
    signIn.next(null)
    assert.containsSubset(signIn.next(['publickey']), { type: 'publickey' })
    assert.isFalse(signIn.next(['password'], false))
    assert.containsSubset(signIn.refusal, { code: 'auth_missing', field: 'sshPassword' })
  })
})
