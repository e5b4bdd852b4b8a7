import { networkInterfaces } from 'node:os'
import { inspect } from 'node:util'
import { test } from '@japa/runner'
import { ConnectorError } from '#connectors/connector_error'
import { EgressPolicy } from '#connectors/egress_policy'
import type { HostResolver } from '#connectors/host_resolver'

const signal = new AbortController().signal

interface Facts {
  allow?: string[]
  own?: string[]
  resolver?: HostResolver
}

const noName: HostResolver = async (name) => {
  throw new Error(`${name} must not be resolved`)
}

const addressesOf = async (host: unknown, port: unknown = 5432, facts: Facts = {}) => {
  const policy = new EgressPolicy({ allow: [], own: [], resolver: noName, ...facts })
  const endpoints = await policy.resolve(host, port, signal)
  return endpoints.map(({ address }) => address)
}

const refusalOf = async (
  host: unknown,
  port: unknown = 5432,
  facts: Facts = {}
): Promise<ConnectorError> => {
  const error: unknown = await addressesOf(host, port, facts).then(
    (addresses) => new Error(`allowed: ${addresses}`),
    (thrown: unknown) => thrown
  )
  if (error instanceof ConnectorError) return error
  throw error
}

const codeOf = async (...facts: Parameters<typeof refusalOf>) => {
  const refusal = await refusalOf(...facts)
  return refusal.code
}

const resolvingTo =
  (...addresses: string[]): HostResolver =>
  async () =>
    addresses

test.group('Egress policy: addresses in any spelling', () => {
  test('{host} is loopback and refused, or allowed as {address}')
    .with([
      { host: '127.0.0.1', address: '127.0.0.1' },
      { host: '2130706433', address: '127.0.0.1' },
      { host: '0x7f.1', address: '127.0.0.1' },
      { host: '0X7F000001', address: '127.0.0.1' },
      { host: '0177.0.0.1', address: '127.0.0.1' },
      { host: '017700000001', address: '127.0.0.1' },
      { host: '127.1', address: '127.0.0.1' },
      { host: '127.0.0.1.', address: '127.0.0.1' },
      { host: '127.255.255.254', address: '127.255.255.254' },
      { host: '①②⑦.⓪.⓪.①', address: '127.0.0.1' },
      { host: '１２７.0.0.1', address: '127.0.0.1' },
      { host: '127。0。0。1', address: '127.0.0.1' },
      { host: '::1', address: '::1' },
      { host: '[::1]', address: '::1' },
      { host: '0:0:0:0:0:0:0:1', address: '::1' },
      { host: '::ffff:127.0.0.1', address: '127.0.0.1' },
      { host: '::127.0.0.1', address: '127.0.0.1' },
      { host: '[::FFFF:7f00:1]', address: '127.0.0.1' },
    ])
    .run(async ({ assert }, { host, address }) => {
      const refusal = await refusalOf(host)
      assert.equal(refusal.code, 'egress_blocked')
      assert.equal(refusal.field, 'host')
      assert.deepEqual(await addressesOf(host, 5432, { allow: ['loopback'] }), [address])
    })

  test('{$self} is never reached without being allowed by its range')
    .with([
      '10.0.0.1',
      '172.16.0.1',
      '172.31.255.255',
      '192.168.1.1',
      '100.64.0.1',
      '169.254.1.1',
      '0.0.0.0',
      '0',
      '0.1.2.3',
      '192.0.0.1',
      '192.0.2.1',
      '192.88.99.1',
      '198.18.0.1',
      '198.51.100.1',
      '203.0.113.1',
      '224.0.0.1',
      '240.0.0.1',
      '255.255.255.255',
      '::',
      '::2',
      '::808:808',
      'fc00::1',
      'fd12:3456::1',
      'fe80::1',
      'fe80::1%eth0',
      'fec0::1',
      'ff02::1',
      '100::1',
      '64:ff9b::808:808',
      '64:ff9b:1::1',
      '2001::1',
      '2001:db8::1',
      '2002:808:808::1',
      '3fff::1',
      '5f00::1',
      '4000::1',
    ])
    .run(async ({ assert }, host) => {
      assert.equal(await codeOf(host), 'egress_blocked')
      assert.equal(await codeOf(host, 5432, { allow: ['loopback'] }), 'egress_blocked')
    })

  test('public addresses need no permission', async ({ assert }) => {
    for (const host of ['8.8.8.8', '1.1.1.1', '2606:4700::1111', '[2a00:1450::1]']) {
      assert.lengthOf(await addressesOf(host), 1)
    }
  })

  test('what is no host at all is refused', async ({ assert }) => {
    for (const host of [
      '',
      ' ',
      'a b',
      'db\n.example.com',
      'db\0.example.com',
      '/var/run/postgresql',
      'db/../x',
      'db\\x',
      'user@db',
      'db?x=1',
      'db#x',
      'db:5432',
      'db%2eexample.com',
      '％31',
      '1.2.3.4.5',
      '256.0.0.1',
      '4294967296',
      '08.1',
      '[::1',
      '::1%',
      'fe80::1%a/b',
      'db..example.com',
      '.example.com',
      '-db.example.com',
      'ﬀ／x',
      `${'a'.repeat(64)}.com`,
      'a.'.repeat(130),
      null,
      undefined,
      5432,
      ['127.0.0.1'],
      { host: 'x' },
    ]) {
      const refusal = await refusalOf(host, 5432, { allow: ['loopback'] })
      assert.equal(refusal.code, 'bad_config', inspect(host))
      assert.equal(refusal.field, 'host')
    }
  })

  test('a port is a whole number from 1 to 65535', async ({ assert }) => {
    for (const port of [0, -1, 65_536, 1.5, '5432', null, Number.NaN]) {
      const refusal = await refusalOf('8.8.8.8', port)
      assert.equal(refusal.code, 'bad_config')
      assert.equal(refusal.field, 'port')
    }
  })
})

test.group('Egress policy: names', () => {
  test('a name is asked for in its canonical spelling', async ({ assert }) => {
    const asked: string[] = []
    const resolver: HostResolver = async (name) => {
      asked.push(name)
      return ['8.8.8.8', '2606:4700::1111']
    }
    for (const host of ['DB.Example.COM', 'db.example.com.', 'ｄｂ.example.com']) {
      assert.deepEqual(await addressesOf(host, 5432, { resolver }), ['8.8.8.8', '2606:4700::1111'])
    }
    assert.deepEqual(asked, ['db.example.com', 'db.example.com', 'db.example.com'])
  })

  test('one refused answer refuses the name', async ({ assert }) => {
    const resolver = resolvingTo('8.8.8.8', '10.0.0.1')
    assert.equal(await codeOf('db.example.com', 5432, { resolver }), 'egress_blocked')
    assert.lengthOf(await addressesOf('db.example.com', 5432, { resolver, allow: ['private'] }), 2)
  })

  test('a name with no address is not found', async ({ assert }) => {
    assert.equal(await codeOf('db.example.com', 5432, { resolver: resolvingTo() }), 'dns')
  })

  test('a resolver that is silent is left when the signal aborts', async ({ assert }) => {
    const policy = new EgressPolicy({ allow: [], own: [], resolver: () => new Promise(() => {}) })
    const aborted = AbortSignal.timeout(20)
    await assert.rejects(() => policy.resolve('db.example.com', 1, aborted), /timeout/)
  })

  test('the system resolves localhost', async ({ assert }) => {
    const policy = new EgressPolicy({ allow: ['loopback'], own: [] })
    const endpoints = await policy.resolve('localhost', 5432, signal)
    assert.includeDeepMembers(endpoints, [{ address: '127.0.0.1', port: 5432 }])
  })
})

test.group('Egress policy: never, whatever is allowed', () => {
  const everything = ['loopback', 'private', '0.0.0.0/0', '::/0']

  test('the metadata service {$self}')
    .with([
      '169.254.169.254',
      '2852039166',
      '0xa9fea9fe',
      '0251.0376.0251.0376',
      '::ffff:169.254.169.254',
      '64:ff9b::a9fe:a9fe',
      '64:ff9b::169.254.169.254',
      '2002:a9fe:a9fe::1',
      '169.254.170.2',
      '100.100.100.200',
      '168.63.129.16',
      '192.0.0.192',
      'fd00:ec2::254',
      'metadata.google.internal',
      'METADATA.google.internal.',
    ])
    .run(async ({ assert }, host) => {
      const refusal = await refusalOf(host, 80, { allow: everything })
      assert.equal(refusal.code, 'egress_blocked')
      assert.notInclude(refusal.hint, 'EGRESS_ALLOW')
    })

  test('a name that leads to a metadata service', async ({ assert }) => {
    const resolver = resolvingTo('169.254.169.254')
    const refusal = await refusalOf('innocent.example.com', 80, { resolver, allow: everything })
    assert.equal(refusal.code, 'egress_blocked')
  })

  test('our own database and Redis, by every address of this machine', async ({ assert }) => {
    const own = ['postgres://varlor:secret@localhost:5433/varlor', 'redis://127.0.0.1', 'sqlite:x']
    const facts = { own, allow: everything, resolver: resolvingTo('127.0.0.1') }
    for (const host of [
      '127.0.0.1',
      '127.9.9.9',
      '::1',
      '0.0.0.0',
      '::',
      '2130706433',
      'localhost',
    ]) {
      assert.equal(await codeOf(host, 5433, facts), 'egress_blocked', host)
      assert.equal(await codeOf(host, 6379, facts), 'egress_blocked', host)
      assert.lengthOf(await addressesOf(host, 5434, facts), 1, host)
    }
    const outward = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, scopeid }) => !internal && !scopeid)
    for (const { address } of outward) {
      assert.equal(await codeOf(address, 5433, facts), 'egress_blocked', address)
    }
  })

  test('our own database elsewhere, by name and by address', async ({ assert }) => {
    const own = ['mysql://varlor:secret@db.internal/varlor']
    const facts = { own, allow: everything, resolver: resolvingTo('10.0.0.5') }
    assert.equal(await codeOf('db.internal', 3306, facts), 'egress_blocked')
    assert.equal(await codeOf('10.0.0.5', 3306, facts), 'egress_blocked')
    assert.equal(await codeOf('64:ff9b::a00:5', 3306, facts), 'egress_blocked')
    assert.lengthOf(await addressesOf('10.0.0.5', 3307, facts), 1)
    assert.lengthOf(await addressesOf('10.0.0.6', 3306, facts), 1)
  })
})

test.group('Egress policy: EGRESS_ALLOW', () => {
  test('{allow} allows {yes} and not {no}')
    .with([
      { allow: 'private', yes: ['10.1.2.3', 1], no: ['127.0.0.1', 1] },
      { allow: 'private', yes: ['fd00::1', 1], no: ['100.64.0.1', 1] },
      { allow: 'loopback:5432', yes: ['::1', 5432], no: ['::1', 5433] },
      { allow: '10.0.0.0/8', yes: ['10.255.0.1', 1], no: ['11.0.0.1:1', 1] },
      { allow: '10.1.2.3', yes: ['10.1.2.3', 1], no: ['10.1.2.4', 1] },
      { allow: '10.1.2.3:5432', yes: ['10.1.2.3', 5432], no: ['10.1.2.3', 5433] },
      { allow: '10.1.2.0/24:5432', yes: ['10.1.2.9', 5432], no: ['10.1.3.9', 5432] },
      { allow: 'fd00::/8', yes: ['fd00::1', 1], no: ['fc00::1', 1] },
      { allow: '[fd00::/8]:5432', yes: ['fd00::1', 5432], no: ['fd00::1', 1] },
      { allow: '[fd00::]/8:5432', yes: ['fd00::1', 5432], no: ['fd00::1', 1] },
      { allow: '[::1]:5432', yes: ['::1', 5432], no: ['::1', 1] },
      { allow: '100.64.0.0/10', yes: ['100.64.0.1', 1], no: ['10.0.0.1', 1] },
    ] as { allow: string; yes: [string, number]; no: [string, number] }[])
    .run(async ({ assert }, { allow, yes, no }) => {
      assert.lengthOf(await addressesOf(...yes, { allow: [allow] }), 1)
      await assert.rejects(() => addressesOf(...no, { allow: [allow] }), ConnectorError)
    })

  test('what a refusal tells the operator to add works as it stands', async ({ assert }) => {
    for (const host of ['10.1.2.3', '127.0.0.1', 'fd00::1', '100.64.0.1', 'fe80::1', '::1']) {
      const { hint } = await refusalOf(host)
      const values = [...hint.matchAll(/EGRESS_ALLOW=(\S+?)[,.]?(?:\s|$)/g)].map(
        ([, value]) => value
      )
      assert.isAtLeast(values.length, 1, hint)
      for (const value of values) {
        assert.lengthOf(await addressesOf(host, 5432, { allow: [value ?? ''] }), 1, value)
      }
    }
  })

  test('{$self} refuses to start')
    .with([
      'everything',
      '10.0.0.0/33',
      '10.0.0',
      'loopback:0',
      'loopback:99999',
      '[::1',
      'db.local',
      '1.2.3.4/',
      ':5432',
    ])
    .run(({ assert }, entry) => {
      assert.throws(() => new EgressPolicy({ allow: [entry], own: [] }), /EGRESS_ALLOW/)
    })
})
