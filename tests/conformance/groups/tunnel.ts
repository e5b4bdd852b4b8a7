import { test } from '@japa/runner'
import type { Connector, TestResult } from '#connectors/contracts'
import { EgressPolicy } from '#connectors/egress_policy'
import type { TlsConfig } from '#connectors/tls'
import {
  closedPort,
  hangingUp,
  rogueServer,
  silent,
  webServer,
} from '#tests/conformance/rogue_server'
import type { Bench } from '#tests/conformance/suite'
import {
  connectorTo,
  eventually,
  never,
  openSockets,
  type Overrides,
  tested,
} from '#tests/conformance/workbench'
import { sshKeys, sshServer, type SshTestServer } from '#tests/support/servers/ssh_server'

const PASSPHRASE = 'and its passphrase'

/** For engines that are reached by host and port: the same through an SSH server. */
export function registerTunnelTests({ spec, server }: Bench) {
  const through = (
    ssh: Pick<SshTestServer, 'host' | 'port' | 'username'> & { hostKey?: string | null },
    { config, credentials, ...overrides }: Overrides = {}
  ): Overrides => {
    const { host, port, username, hostKey = null } = ssh
    return {
      ...overrides,
      config: { ssh: { enabled: true, host, port, username, hostKey }, ...config },
      credentials: { ...server().credentials, ...credentials },
    }
  }
  const withPassword = (ssh: SshTestServer, overrides: Overrides = {}): Overrides =>
    through(ssh, {
      ...overrides,
      credentials: { sshPassword: ssh.password, ...overrides.credentials },
    })
  const tryWith = (overrides: Overrides): Promise<TestResult> =>
    tested(connectorTo(spec.engine, server(), overrides))
  const people = (connector: Connector) =>
    connector.preview(
      { schema: server().schema, name: 'people' },
      { limit: 3, exactCount: false, signal: never }
    )
  const statusOf = ({ probes }: TestResult, stage: string) =>
    probes.find(({ name }) => name === stage)?.status
  const failedProbe = ({ probes }: TestResult) =>
    probes.find(({ status }) => status === 'failed')?.name
  const nowhere = { host: '127.0.0.1', username: 'jump' }

  test('a password opens the tunnel: test, list and preview', async ({ assert, cleanup }) => {
    const ssh = await sshServer()
    cleanup(() => ssh.close())
    const connector = await connectorTo(spec.engine, server(), withPassword(ssh))
    cleanup(() => connector.dispose())
    const result = await connector.test({ signal: never })
    assert.isTrue(result.success, result.message)
    for (const stage of ['dns', 'tcp', 'ssh', 'auth']) {
      if (spec.engine.probes.includes(stage as never)) {
        assert.equal(statusOf(result, stage), 'passed', stage)
      }
    }
    const probe = result.probes.find(({ name }) => name === 'ssh')
    assert.deepEqual(probe?.hostKey, { type: 'ssh-ed25519', fingerprint: ssh.hostKey })
    assert.isNotEmpty(await connector.listTables({ signal: never }))
    const { rows } = await people(connector)
    assert.lengthOf(rows, 3)
    assert.include(ssh.forwarded, `${server().config.host}:${server().config.port}`)
  })

  test('a private key opens it, locked with a passphrase or not', async ({ assert, cleanup }) => {
    for (const passphrase of [undefined, PASSPHRASE]) {
      const ssh = await sshServer({ methods: ['publickey'] })
      cleanup(() => ssh.close())
      ssh.userKeys = sshKeys(passphrase)
      const credentials = {
        sshPrivateKey: ssh.userKeys.private,
        ...(passphrase ? { sshPassphrase: passphrase } : {}),
      }
      const result = await tryWith(through(ssh, { credentials }))
      assert.isTrue(result.success, result.message)
    }
  })

  test('a key without its passphrase, or what is no key, is named as such', async ({
    assert,
    cleanup,
  }) => {
    const ssh = await sshServer()
    cleanup(() => ssh.close())
    const locked = sshKeys(PASSPHRASE)
    const cases: [Record<string, string>, string][] = [
      [{ sshPrivateKey: locked.private }, 'sshPassphrase'],
      [{ sshPrivateKey: locked.private, sshPassphrase: 'wrong' }, 'sshPassphrase'],
      [{ sshPrivateKey: locked.public }, 'sshPrivateKey'],
      [{ sshPrivateKey: 'no key at all' }, 'sshPrivateKey'],
    ]
    for (const [credentials, field] of cases) {
      const result = await tryWith(through(ssh, { credentials }))
      assert.equal(result.code, 'bad_config', result.message)
      assert.equal(result.field, field)
      assert.equal(failedProbe(result), 'ssh')
    }
    assert.equal(ssh.greeted, 0)
  })

  test('a question for the password is answered, one for a code is not', async ({
    assert,
    cleanup,
  }) => {
    const asking = await sshServer({ methods: ['keyboard-interactive'] })
    cleanup(() => asking.close())
    assert.isTrue((await tryWith(withPassword(asking))).success)

    const curious = await sshServer({
      methods: ['keyboard-interactive'],
      questions: [
        { prompt: 'Password: ', echo: false },
        { prompt: 'Code: ', echo: true },
      ],
    })
    cleanup(() => curious.close())
    const result = await tryWith(withPassword(curious))
    assert.equal(result.code, 'auth_method', result.message)
    assert.notInclude(curious.passwords, curious.password)
  })

  test('no credential goes to a server whose key nobody has approved', async ({
    assert,
    cleanup,
  }) => {
    const ssh = await sshServer()
    cleanup(() => ssh.close())
    for (const hostKey of [null, `SHA256:${'A'.repeat(43)}`]) {
      const overrides = withPassword(ssh)
      const result = await tryWith({
        ...overrides,
        config: { ...overrides.config, ssh: { ...Object(overrides.config?.ssh), hostKey } },
      })
      assert.equal(result.code, 'tls_untrusted', result.message)
      assert.equal(result.field, 'ssh.hostKey')
      assert.include(result.message, ssh.hostKey)
      assert.include(result.message, hostKey === null ? 'approve it' : 'not the approved one')
      const probe = result.probes.find(({ name }) => name === 'ssh')
      assert.equal(probe?.status, 'failed')
      assert.equal(probe?.hostKey?.fingerprint, ssh.hostKey)
    }
    assert.isEmpty(ssh.passwords)
    assert.isEmpty(ssh.forwarded)
  })

  test('each refusal of the SSH server names its reason, its field and nothing secret', async ({
    assert,
    cleanup,
  }) => {
    const ssh = await sshServer()
    const keysOnly = await sshServer({ methods: ['publickey'] })
    const stale = await sshServer({ wantsNewPassword: true })
    cleanup(() => closeAll([ssh, keysOnly, stale]))
    const [sshPassword, sshPrivateKey] = ['certainly wrong', sshKeys().private]
    const cases: [Overrides, string, string | null][] = [
      [through(ssh, { credentials: { sshPassword } }), 'auth_bad', 'sshPassword'],
      [through(ssh, { credentials: { sshPrivateKey } }), 'auth_bad', 'sshPrivateKey'],
      [through(ssh), 'auth_missing', 'sshPassword'],
      [withPassword(keysOnly), 'auth_method', 'sshPrivateKey'],
      [withPassword(stale), 'auth_must_change', 'sshPassword'],
    ]
    for (const [overrides, code, field] of cases) {
      const result = await tryWith(overrides)
      assert.equal(result.code, code, result.message)
      assert.equal(result.field, field, result.message)
      assert.equal(failedProbe(result), 'ssh')
      const told = JSON.stringify(result)
      for (const secret of Object.values(overrides.credentials ?? {})) {
        assert.notInclude(told, JSON.stringify(secret).slice(1, -1))
      }
    }
    assert.lengthOf(ssh.passwords, 1)
  })

  test('what the SSH server does not forward, or cannot reach, is told apart', async ({
    assert,
    cleanup,
  }) => {
    const closed = await sshServer({ allows: () => false })
    const open = await sshServer()
    cleanup(() => closeAll([closed, open]))
    const denied = await tryWith(withPassword(closed))
    assert.equal(denied.code, 'network_acl', denied.message)
    assert.equal(denied.field, 'host')
    assert.equal(failedProbe(denied), 'ssh')

    const port = await closedPort()
    const { config } = server().pointAt?.(port) ?? { config: { port } }
    const unreached = await tryWith(withPassword(open, { config }))
    assert.equal(unreached.code, 'refused', unreached.message)
    assert.include(unreached.message, `could not reach 127.0.0.1:${port}`)
    assert.equal(failedProbe(unreached), 'ssh')
  })

  test('what the SSH port does wrong is told of the SSH server', async ({ assert, cleanup }) => {
    const rogues = await Promise.all([silent, hangingUp, webServer].map((one) => rogueServer(one)))
    const mute = await sshServer({ isSilentOnForwarding: true })
    cleanup(() => closeAll([...rogues, mute]))
    const [quiet, closing, web] = rogues.map(({ port }) => port)
    const cases: [Overrides, string, string, string][] = [
      [through({ ...nowhere, port: await closedPort() }), 'refused', 'ssh.port', 'tcp'],
      [through({ ...nowhere, port: Number(quiet) }), 'timeout', 'ssh.port', 'ssh'],
      [through({ ...nowhere, port: Number(closing) }), 'wrong_protocol', 'ssh.port', 'ssh'],
      [through({ ...nowhere, port: Number(web) }), 'wrong_protocol', 'ssh.port', 'ssh'],
      [withPassword(mute), 'timeout', 'host', 'ssh'],
    ]
    const results = await Promise.all(
      cases.map(([overrides]) => tryWith({ ...overrides, connectTimeout: 700 }))
    )
    for (const [i, result] of results.entries()) {
      const [, code, field, probe] = cases[i] ?? []
      assert.equal(result.code, code, result.message)
      assert.equal(result.field, field, result.message)
      assert.equal(failedProbe(result), probe, result.message)
      assert.include(result.message, field === 'host' ? 'SSH server' : String(nowhere.host))
    }
    await eventually(() =>
      rogues.every(({ connections }) => connections.every((socket) => socket.closed))
    )
    await eventually(() => mute.connections.size === 0)
  })

  test('an endless stream from the SSH port is cut off', async ({ assert, cleanup }) => {
    const sent = { bytes: 0 }
    const rogue = await rogueServer((socket) => {
      socket.write('SSH-2.0-endless\r\n')
      const chunk = Buffer.alloc(64 * 1024)
      const pour = () => {
        while (!socket.destroyed && socket.write(chunk)) sent.bytes += chunk.length
      }
      socket.on('drain', pour).resume()
      pour()
    })
    cleanup(() => rogue.close())
    const result = await tryWith({
      ...through({ ...nowhere, port: rogue.port }),
      limits: { wireBytes: 1024 * 1024 },
    })
    assert.isFalse(result.success)
    await eventually(() => rogue.connections.every((socket) => socket.closed))
    assert.isBelow(sent.bytes, 32 * 1024 * 1024)
  })

  test('an SSH server on an address that is not allowed is never dialled', async ({
    assert,
    cleanup,
  }) => {
    const rogue = await rogueServer(silent)
    cleanup(() => rogue.close())
    const egress = new EgressPolicy({ allow: [], own: [] })
    const result = await tryWith({ ...through({ ...nowhere, port: rogue.port }), egress })
    assert.equal(result.code, 'egress_blocked')
    assert.equal(result.field, 'ssh.host')
    assert.equal(failedProbe(result), 'dns')
    assert.lengthOf(rogue.connections, 0)
  })

  test('what is cancelled through the tunnel stops on the target', async ({ assert, cleanup }) => {
    const ssh = await sshServer()
    cleanup(() => ssh.close())
    const connector = await connectorTo(spec.engine, server(), withPassword(ssh))
    cleanup(() => connector.dispose())
    const client = new AbortController()
    const reading = connector.preview(
      { schema: server().schema, name: 'slow' },
      { limit: 10, exactCount: false, signal: client.signal }
    )
    reading.catch(() => {})
    const { countSessions } = server()
    await eventually(async () => ((await countSessions?.()) ?? 1) > 0 && ssh.forwarded.length > 0)
    client.abort(new Error('gone'))
    await assert.rejects(() => reading, 'gone')
    await eventually(async () => ((await countSessions?.()) ?? 0) === 0)
    await eventually(() => ssh.connections.size === 0)
  }).skip(Boolean(spec.lacks?.slowness), spec.lacks?.slowness)

  test('when the tunnel breaks, the next read goes through another', async ({
    assert,
    cleanup,
  }) => {
    const ssh = await sshServer()
    cleanup(() => ssh.close())
    const pool = { max: 1, idleTimeout: 60_000 }
    const connector = await connectorTo(spec.engine, server(), withPassword(ssh, { pool }))
    cleanup(() => connector.dispose())
    for (let round = 1; round <= 3; round++) {
      assert.lengthOf((await people(connector)).rows, 3)
      assert.equal(ssh.greeted, round)
      ssh.drop()
    }
  })

  test('a hundred tests through tunnels leave no socket behind', async ({ assert, cleanup }) => {
    const ssh = await sshServer()
    cleanup(() => ssh.close())
    const before = openSockets()
    for (let batch = 0; batch < 10; batch++) {
      const results = await Promise.all(
        Array.from({ length: 10 }, () => tryWith(withPassword(ssh)))
      )
      const failure = results.find(({ success }) => !success)
      assert.isUndefined(failure, failure?.message)
    }
    await eventually(() => ssh.connections.size === 0 && openSockets() <= before)
  }).timeout(60_000)

  if (!spec.engine.capabilities.supportsTls) return

  test('TLS through the tunnel is with the target, and checks its name', async ({
    assert,
    cleanup,
  }) => {
    const { certificates } = server()
    if (!certificates) throw new Error('TLS tests need a server of our own: unset its TEST_…_URL')
    const tlsConfig = spec.tlsConfig ?? ((tls: TlsConfig) => ({ tls }))
    const ssh = await sshServer()
    cleanup(() => ssh.close())
    const config = tlsConfig({ mode: 'verify-full', ca: certificates.ca })
    const right = await tryWith(withPassword(ssh, { config: { ...config, host: 'localhost' } }))
    assert.isTrue(right.success, right.message)
    assert.equal(statusOf(right, 'tls'), 'passed')
    const wrong = await tryWith(withPassword(ssh, { config: { ...config, host: 'db.internal' } }))
    assert.equal(wrong.code, 'tls_hostname', wrong.message)
    assert.include(ssh.forwarded, `db.internal:${server().config.port}`)
  })
}

async function closeAll(servers: { close(): Promise<void> }[]): Promise<void> {
  await Promise.all(servers.map((one) => one.close()))
}
