import { test } from '@japa/runner'
import { EgressPolicy } from '#connectors/egress_policy'
import type { TestResult } from '#connectors/contracts'
import {
  closedPort,
  hangingUp,
  rogueServer,
  silent,
  webServer,
} from '#tests/conformance/rogue_server'
import type { EgressOptions } from '#tests/conformance/conformance_spec'
import type { Bench } from '#tests/conformance/suite'
import {
  connectorTo,
  ELSEWHERE,
  eventually,
  LOOPBACK,
  openSockets,
  type Overrides,
  tested,
} from '#tests/conformance/workbench'

export function registerNetworkTests({ spec, server }: Bench) {
  const tryWith = (overrides: Overrides): Promise<TestResult> =>
    tested(connectorTo(spec.engine, server(), overrides))
  const at = (port: number): Overrides => server().pointAt?.(port) ?? { config: { port } }
  const own = (field: string) => spec.engine.fieldNames?.[field] ?? field
  const policy = (options: EgressOptions, port?: number) =>
    server().egress?.(options, port) ?? new EgressPolicy(options)
  const failedProbe = ({ probes }: TestResult) =>
    probes.find(({ status }) => status === 'failed')?.name

  test('a closed port is refused at the tcp stage', async ({ assert }) => {
    const result = await tryWith(at(await closedPort()))
    assert.equal(result.code, 'refused')
    assert.equal(result.field, own('port'))
    assert.equal(failedProbe(result), 'tcp')
  })

  test('a silent port times out, and leaves no socket open', async ({ assert, cleanup }) => {
    const rogue = await rogueServer(silent)
    cleanup(() => rogue.close())
    const started = performance.now()
    const result = await tryWith({ ...at(rogue.port), connectTimeout: 200 })
    assert.equal(result.code, 'timeout', result.message)
    assert.equal(result.field, own('port'), result.message)
    assert.notInclude(result.hint, 'firewall')
    assert.isBelow(performance.now() - started, 2_000)
    await eventually(() => rogue.connections.every((socket) => socket.closed))
  })

  test('a port that hangs up is not this kind of database', async ({ assert, cleanup }) => {
    const rogue = await rogueServer(hangingUp)
    cleanup(() => rogue.close())
    const result = await tryWith(at(rogue.port))
    assert.equal(result.code, 'wrong_protocol', result.message)
    assert.include(result.message, spec.engine.label)
  })

  test('a web server is not this kind of database', async ({ assert, cleanup }) => {
    const rogue = await rogueServer(webServer)
    cleanup(() => rogue.close())
    const result = await tryWith(at(rogue.port))
    assert.equal(result.code, 'wrong_protocol', result.message)
    assert.equal(result.field, own('port'))
  })

  test('an endless stream of bytes is cut off', async ({ assert, cleanup }) => {
    const sent = { bytes: 0 }
    const rogue = await rogueServer((socket) => {
      const chunk = Buffer.alloc(64 * 1024)
      const pour = () => {
        while (!socket.destroyed && socket.write(chunk)) sent.bytes += chunk.length
      }
      socket.on('drain', pour).resume()
      pour()
    })
    cleanup(() => rogue.close())
    const result = await tryWith({
      ...at(rogue.port),
      limits: { wireBytes: 1024 * 1024 },
    })
    assert.isFalse(result.success)
    assert.oneOf(result.code, ['wrong_protocol', 'unknown'])
    await eventually(() => rogue.connections.every((socket) => socket.closed))
    assert.isBelow(sent.bytes, 32 * 1024 * 1024)
  })

  test('an address that is not allowed is never dialled', async ({ assert, cleanup }) => {
    const rogue = await rogueServer(silent)
    cleanup(() => rogue.close())
    const egress = policy({ allow: [], own: [], resolver: LOOPBACK.resolver }, rogue.port)
    const result = await tryWith({ ...at(rogue.port), egress })
    assert.equal(result.code, 'egress_blocked')
    assert.equal(result.field, own('host'))
    assert.include(result.hint, 'EGRESS_ALLOW=loopback')
    assert.equal(failedProbe(result), 'dns')
    assert.lengthOf(rogue.connections, 0)
  })

  test('what was vetted is what is dialled, whatever the name says next', async ({ assert }) => {
    let asked = 0
    const resolver = async () => [asked++ === 0 ? '127.0.0.1' : '169.254.169.254']
    const egress = policy({ allow: ['loopback'], own: [], resolver })
    const result = await tryWith({ config: { host: ELSEWHERE }, egress })
    assert.isTrue(result.success, result.message)
    assert.equal(asked, 1)
  })

  test('a host that does not exist fails at the dns stage', async ({ assert }) => {
    const resolver = async () => {
      throw Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' })
    }
    const egress = policy({ allow: ['loopback'], own: [], resolver })
    const result = await tryWith({ config: { [own('host')]: 'no-such-host.test' }, egress })
    assert.equal(result.code, 'dns')
    assert.include(result.message, 'no-such-host.test')
    assert.include(result.hint, `spelling of the ${own('host')}`)
    assert.equal(failedProbe(result), 'dns')
  })

  test('a hundred tests leave no socket behind', async ({ assert }) => {
    const before = openSockets()
    for (let batch = 0; batch < 10; batch++) {
      const results = await Promise.all(Array.from({ length: 10 }, () => tryWith({})))
      assert.isTrue(results.every(({ success }) => success))
    }
    await eventually(() => openSockets() <= before)
  })
}
