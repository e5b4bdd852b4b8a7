import { test } from '@japa/runner'
import type { ConnectorError } from '#connectors/connector_error'
import { EgressPolicy } from '#connectors/egress_policy'
import { sqlserver } from '#connectors/sqlserver/engine'
import {
  connectorTo,
  ELSEWHERE,
  eventually,
  never,
  type Overrides,
  serverWith,
  tested,
  using,
} from '#tests/conformance/workbench'
import { type Certificates, testCertificates } from '#tests/support/certificates'
import { OWNER, PASSWORD } from '#tests/support/standins/sqlserver/accounts'
import { StandinDatabase } from '#tests/support/standins/sqlserver/database'
import type { Login } from '#tests/support/standins/sqlserver/login'
import { startStandin } from '#tests/support/standins/sqlserver/server'
import type { SessionRules } from '#tests/support/standins/sqlserver/session'
import { closedPort } from '#tests/conformance/rogue_server'

/** A stand-in that lets everybody in, and the logins that reached it. */
async function server(facts: Partial<SessionRules> & { database?: StandinDatabase } = {}) {
  const certificates = await testCertificates()
  const logins: Login[] = []
  const { database = new StandinDatabase({ isSysadmin: false, mayWrite: false }), ...more } = facts
  const admit = facts.admit ?? (() => null)
  const standin = await startStandin({
    encryption: 'offered',
    certificate: certificates.server,
    rules: () => database.rules,
    ...more,
    admit(login) {
      logins.push(login)
      return admit(login)
    },
  })
  return { ...standin, logins, database, certificates }
}

function connectorAt(port: number, { config, ...overrides }: Overrides = {}) {
  return connectorTo(
    sqlserver,
    serverWith({
      config: {
        host: 'localhost',
        port,
        database: 'sales',
        username: OWNER,
        encrypt: false,
        ...config,
      },
      credentials: { password: PASSWORD },
      schema: 'dbo',
    }),
    overrides
  )
}

function testAt(port: number, overrides?: Overrides) {
  return tested(connectorAt(port, overrides))
}

function previewAt(port: number, name: string, overrides?: Overrides) {
  return using(connectorAt(port, overrides), (connector) =>
    connector.preview({ schema: 'dbo', name }, { limit: 10, exactCount: false, signal: never })
  )
}

test.group('SQL Server: signing in', () => {
  test('tells who we are and that we only read, and nothing of this machine', async ({
    assert,
    cleanup,
  }) => {
    const standin = await server()
    cleanup(() => standin.close())
    const result = await testAt(standin.port)
    assert.isTrue(result.success, result.message)
    assert.containsSubset(standin.logins, [
      {
        username: OWNER,
        password: PASSWORD,
        database: 'sales',
        application: 'varlor',
        workstation: 'varlor',
        server: 'localhost',
        wantsReadOnly: true,
      },
    ])
    assert.containsSubset(result, {
      serverVersion: '16.0.4135.4',
      readOnly: true,
      superuser: false,
    })
  })

  test('an administrator and who may write are told', async ({ assert, cleanup }) => {
    const database = new StandinDatabase({ isSysadmin: true, mayWrite: true })
    const standin = await server({ database })
    cleanup(() => standin.close())
    assert.containsSubset(await testAt(standin.port), { readOnly: false, superuser: true })
  })

  test('a certificate that is refused gets no login', async ({ assert, cleanup }) => {
    const standin = await server()
    cleanup(() => standin.close())
    const { ca, otherCa } = standin.certificates
    const wrong = [
      [{ ca: otherCa }, 'tls_untrusted'],
      [{}, 'tls_untrusted'],
      [{ ca, hostNameInCertificate: 'db.elsewhere.test' }, 'tls_hostname'],
      [
        { trustServerCertificate: true, fingerprint: Array(32).fill('AB').join(':') },
        'tls_untrusted',
      ],
    ] as const
    for (const [config, code] of wrong) {
      const result = await testAt(standin.port, { config: { encrypt: true, ...config } })
      assert.equal(result.code, code, result.message)
      const tls = result.probes.find(({ name }) => name === 'tls')
      assert.equal(tls?.status, 'failed')
      assert.include(tls?.certificate?.subject, 'CN=localhost')
    }
    assert.lengthOf(standin.logins, 0)
  })

  test('an expired certificate is told as such', async ({ assert, cleanup }) => {
    const { expired, ca } = await testCertificates()
    const standin = await server({ certificate: expired })
    cleanup(() => standin.close())
    const result = await testAt(standin.port, { config: { encrypt: true, ca } })
    assert.equal(result.code, 'tls_expired', result.message)
    assert.lengthOf(standin.logins, 0)
  })
})

test.group('SQL Server: reroutes', () => {
  const secure = ({ ca }: Certificates) => ({ config: { encrypt: true, ca } })

  test('a reroute is followed, and its certificate judged by its own name', async ({
    assert,
    cleanup,
  }) => {
    const { wrongHost } = await testCertificates()
    const replica = await server({ certificate: wrongHost })
    const gateway = await server({ admit: () => ({ host: ELSEWHERE, port: replica.port }) })
    cleanup(async () => void (await Promise.all([replica.close(), gateway.close()])))
    const result = await testAt(gateway.port, secure(replica.certificates))
    assert.isTrue(result.success, result.message)
    assert.equal(replica.logins[0]?.server, ELSEWHERE)
    const stages = result.probes.map(({ name, status }) => `${name} ${status}`)
    assert.includeMembers(stages, ['tls passed', 'auth passed', 'database passed'])
  })

  test('a reroute to a server with the wrong certificate gets no login', async ({
    assert,
    cleanup,
  }) => {
    const { wrongHost } = await testCertificates()
    const replica = await server({ certificate: wrongHost })
    const gateway = await server({ admit: () => ({ host: '127.0.0.1', port: replica.port }) })
    cleanup(async () => void (await Promise.all([replica.close(), gateway.close()])))
    const result = await testAt(gateway.port, secure(replica.certificates))
    assert.equal(result.code, 'tls_hostname', result.message)
    assert.lengthOf(replica.logins, 0)
  })

  test('the name of an instance goes along', async ({ assert, cleanup }) => {
    const replica = await server()
    const gateway = await server({ admit: () => ({ host: 'localhost\\two', port: replica.port }) })
    cleanup(async () => void (await Promise.all([replica.close(), gateway.close()])))
    assert.isTrue((await testAt(gateway.port)).success)
    assert.equal(replica.logins[0]?.server, 'localhost\\two')
  })

  test('a reroute to an address that is not allowed is refused', async ({ assert, cleanup }) => {
    const hosts = ['169.254.169.254', '10.1.2.3', '2852039166']
    for (const host of hosts) {
      const gateway = await server({ admit: () => ({ host, port: 1433 }) })
      cleanup(() => gateway.close())
      const result = await testAt(gateway.port)
      assert.equal(result.code, 'egress_blocked', `${host}: ${result.message}`)
      assert.equal(result.field, 'host')
      assert.include(result.message, 'sends us on')
      assert.notInclude(result.message, host)
    }
  })

  test('another port of an allowed machine is vetted too', async ({ assert, cleanup }) => {
    const other = await server()
    const gateway = await server({ admit: () => ({ host: '127.0.0.1', port: other.port }) })
    cleanup(async () => void (await Promise.all([other.close(), gateway.close()])))
    const egress = new EgressPolicy({ allow: [`127.0.0.1/32:${gateway.port}`], own: [] })
    const result = await testAt(gateway.port, { config: { host: '127.0.0.1' }, egress })
    assert.equal(result.code, 'egress_blocked', result.message)
    assert.lengthOf(other.logins, 0)
  })

  test('a reroute that leads nowhere is told as one', async ({ assert, cleanup }) => {
    const port = await closedPort()
    for (const host of ['127.0.0.1', 'no host at all/']) {
      const gateway = await server({ admit: () => ({ host, port }) })
      cleanup(() => gateway.close())
      const result = await testAt(gateway.port)
      assert.equal(result.code, 'refused', result.message)
      assert.include(result.message, 'sends us on')
    }
  })

  test('a server that sends us round in circles is left', async ({ assert, cleanup }) => {
    const gateway = await server({ admit: () => ({ host: '127.0.0.1', port: gateway.port }) })
    cleanup(() => gateway.close())
    const result = await testAt(gateway.port)
    assert.equal(result.code, 'wrong_protocol', result.message)
    assert.lengthOf(gateway.logins, 5)
  })
})

test.group('SQL Server: reading', () => {
  test('every answer is asked for in a transaction that is rolled back', async ({
    assert,
    cleanup,
  }) => {
    const database = new StandinDatabase({ isSysadmin: false, mayWrite: false })
    database.add({ name: 'notes', columns: [{ name: 'id', type: 'int' }], rows: [[1]] })
    const standin = await server({ database })
    cleanup(() => standin.close())
    const connector = await connectorAt(standin.port)
    const options = { limit: 1, exactCount: true, signal: never }
    await connector.preview({ schema: 'dbo', name: 'notes' }, options)
    const [session] = standin.sessions
    const reads = (session?.asked ?? []).filter(({ sql }) => sql.includes('[notes]'))
    await connector.dispose()
    assert.lengthOf(reads, 2)
    for (const { sql } of reads)
      assert.match(sql, /begin transaction; .*; if @@trancount > 0 rollback/)
    const settings = session?.asked[0]?.sql ?? ''
    for (const one of ['lock_timeout 5000', 'xact_abort on', 'isolation level read committed']) {
      assert.include(settings, one)
    }
  })

  test('what the server makes by itself is told', async ({ assert, cleanup }) => {
    const database = new StandinDatabase({ isSysadmin: false, mayWrite: false })
    database.add({
      name: 'Orders',
      columns: [
        { name: 'id', type: 'int', isNullable: false, origin: 'identity(1,1)', keyPosition: 2 },
        { name: 'region', type: 'int', isNullable: false, keyPosition: 1 },
        { name: 'twice', type: 'int', origin: 'as ([id]*(2))' },
        { name: 'stamp', type: 'timestamp', isNullable: false },
        { name: 'sealed', type: 'varbinary(8000)', isEncrypted: true },
        { name: 'foreign', type: 'xml' },
      ],
      rows: [
        [1, 2, 2, Buffer.from('00000000000007d1', 'hex'), Buffer.from('01', 'hex'), null],
        [2, 1, 4, Buffer.from('00000000000007d2', 'hex'), null, '<a/>'],
      ],
    })
    const standin = await server({ database })
    cleanup(() => standin.close())
    const { columns, rows } = await previewAt(standin.port, 'Orders')
    assert.deepEqual(
      columns.map((column) => [column.type, column.default, column.primaryKey]),
      [
        ['int', 'identity(1,1)', true],
        ['int', null, true],
        ['int', 'as ([id]*(2))', false],
        ['timestamp', null, false],
        ['varbinary(8000)', null, false],
        ['xml', null, false],
      ]
    )
    const binary = (base64: string, bytes: number) => ({
      $type: 'binary',
      base64,
      bytes,
      truncated: false,
    })
    assert.deepEqual(rows, [
      [2, 1, 4, binary('AAAAAAAAB9I=', 8), null, '<a/>'],
      [1, 2, 2, binary('AAAAAAAAB9E=', 8), binary('AQ==', 1), null],
    ])
  })

  test('a table in another case is another table', async ({ assert, cleanup }) => {
    const database = new StandinDatabase({ isSysadmin: false, mayWrite: false })
    database.add({ name: 'Notes', columns: [{ name: 'id', type: 'int' }], rows: [] })
    const standin = await server({ database })
    cleanup(() => standin.close())
    const error = await previewAt(standin.port, 'notes').then(() => null, Object)
    assert.equal((error as ConnectorError).code, 'table_not_found')
  })

  test('cut texts end with a whole character, and tell their length', async ({
    assert,
    cleanup,
  }) => {
    const database = new StandinDatabase({ isSysadmin: false, mayWrite: false })
    database.add({
      name: 'notes',
      columns: [
        { name: 'wide', type: 'nvarchar(max)' },
        { name: 'narrow', type: 'varchar(max)' },
      ],
      rows: [[`abc🐘${'x'.repeat(100)}`, 'y'.repeat(100)]],
    })
    const standin = await server({ database })
    cleanup(() => standin.close())
    const { rows, truncated } = await previewAt(standin.port, 'notes', { limits: { cellBytes: 4 } })
    assert.isTrue(truncated)
    assert.deepEqual(rows[0], [
      { $type: 'text', text: 'abc', length: 105, truncated: true },
      { $type: 'text', text: 'yyyy', length: null, truncated: true },
    ])
  })

  test('cancelling is asked of the server on the same connection', async ({ assert, cleanup }) => {
    const database = new StandinDatabase({ isSysadmin: false, mayWrite: false })
    database.add({ name: 'slow', columns: [{ name: 'id', type: 'int' }], rows: [], isSlow: true })
    const standin = await server({ database })
    cleanup(() => standin.close())
    const connector = await connectorAt(standin.port)
    const client = new AbortController()
    const options = { limit: 1, exactCount: false, signal: client.signal }
    const reading = connector.preview({ schema: 'dbo', name: 'slow' }, options)
    reading.catch(() => {})
    const isReading = () => [...standin.sessions].some(({ asked }) => asked.length === 3)
    await eventually(isReading)
    const [session] = standin.sessions
    client.abort(new Error('gone'))
    await assert.rejects(() => reading, 'gone')
    await eventually(() => standin.sessions.size === 0)
    await connector.dispose()
    assert.equal(session?.attentions, 1)
    assert.lengthOf(session?.asked ?? [], 3)
    assert.lengthOf(standin.logins, 1)
  })

  test('a session that the server ended is replaced', async ({ assert, cleanup }) => {
    const standin = await server()
    cleanup(() => standin.close())
    const connector = await connectorAt(standin.port)
    await connector.listTables({ signal: never })
    for (const session of standin.sessions) session.kill()
    assert.deepEqual(await connector.listTables({ signal: never }), [])
    await connector.dispose()
    assert.lengthOf(standin.logins, 2)
  })

  test('server versions before 2016 are not supported', async ({ assert, cleanup }) => {
    const text = { name: '', type: { kind: 'nvarchar', length: 128 } } as const
    const int = { name: '', type: { kind: 'int', bytes: 4 } } as const
    for (const [version, edition, isSupported] of [
      ['11.0.7001.0', 3, false],
      ['12.0.2000.8', 5, true],
    ] as const) {
      const standin = await server({
        rules: () => [
          { sql: /^set /, answer: 'done' },
          {
            sql: /./,
            answer: { columns: [text, int, int, int], rows: [[version, edition, null, 0]] },
          },
        ],
      })
      cleanup(() => standin.close())
      const result = await testAt(standin.port)
      assert.equal(result.success, isSupported, result.message)
      assert.equal(result.code, isSupported ? null : 'version_unsupported')
      assert.isNull(result.superuser)
    }
  })
})
