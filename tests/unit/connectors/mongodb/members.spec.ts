import { test } from '@japa/runner'
import { ConnectorError } from '#connectors/connector_error'
import { EgressPolicy } from '#connectors/egress_policy'
import { parseMember, parseMembers } from '#connectors/mongodb/members'
import { discoverSeeds } from '#connectors/mongodb/seed_list'
import type { Services } from '#connectors/service_resolver'
import { never } from '#tests/conformance/workbench'

test.group('Members of a MongoDB deployment', () => {
  test('a host field names one or many, each with its port or the usual one', ({ assert }) => {
    const members = (text: string) =>
      parseMembers(text, 27_017).map(({ host, port }) => `${host} ${port}`)
    assert.deepEqual(members('db.example.com'), ['db.example.com 27017'])
    assert.deepEqual(members('a:27018'), ['a 27018'])
    assert.deepEqual(members('a, b:27018,c'), ['a 27017', 'b 27018', 'c 27017'])
    assert.deepEqual(members('[::1]:27019,::1'), ['[::1] 27019', '::1 27017'])
    assert.deepEqual(parseMember('10.0.0.7:1', 27_017), { host: '10.0.0.7', port: 1 })
  })

  test('what names no host, or no port, is refused at the field', ({ assert }) => {
    const many = Array.from({ length: 51 }, (_, i) => `h${i}`).join(',')
    for (const text of [
      '',
      'a,',
      ',a',
      'a:0',
      'a:65536',
      'a:x',
      'a/b',
      'u@a',
      'a b',
      '[::1',
      many,
    ]) {
      const error = caught(() => parseMembers(text, 27_017))
      assert.instanceOf(error, ConnectorError, text)
      assert.containsSubset(error, { code: 'bad_config', field: 'host' }, text)
    }
  })
})

test.group('Seed lists of MongoDB', () => {
  const NAME = 'cluster0.abcde.mongodb.net'
  const member = (name: string) => ({ name, port: 27_017 })
  const discover = (answer: Partial<Services>, host = NAME) => {
    const asked: string[] = []
    const services = async (service: string, domain: string) => {
      asked.push(service, domain)
      return { servers: [], texts: [], ...answer }
    }
    const egress = new EgressPolicy({ allow: [], own: [], services })
    return discoverSeeds(host, egress, never).then((seeds) => ({ seeds, asked }))
  }
  const refusal = async (...parts: Parameters<typeof discover>) => {
    const error: unknown = await discover(...parts).then(
      () => null,
      (thrown: unknown) => thrown
    )
    return error instanceof ConnectorError ? error.code : error
  }

  test('DNS names the members, and what else it may', async ({ assert }) => {
    const { seeds, asked } = await discover({
      servers: [member('shard-0.abcde.mongodb.net'), member('SHARD-1.abcde.mongodb.net.')],
      texts: ['authSource=users&replicaSet=atlas-1'],
    })
    assert.deepEqual(asked, [`_mongodb._tcp.${NAME}`, NAME])
    assert.deepEqual(
      seeds.members.map(({ host }) => host),
      ['shard-0.abcde.mongodb.net', 'SHARD-1.abcde.mongodb.net.']
    )
    assert.containsSubset(seeds, { authSource: 'users', replicaSet: 'atlas-1' })
  })

  test('members outside the domain are refused, whatever their name begins or ends with', async ({
    assert,
  }) => {
    for (const name of [
      'evil.test',
      'abcde.mongodb.net.evil.test',
      'xabcde.mongodb.net',
      'abcde.mongodb.net',
    ]) {
      assert.equal(
        await refusal({ servers: [member('a.abcde.mongodb.net'), member(name)] }),
        'dns',
        name
      )
    }
    assert.equal(await refusal({ servers: [member('other.test')] }, 'db.test'), 'dns')
    assert.isNull(await refusal({ servers: [member('a.db.test')] }, 'db.test'))
  })

  test('options that decide more than the two are refused', async ({ assert }) => {
    const servers = [member('a.abcde.mongodb.net')]
    for (const texts of [
      ['tls=false'],
      ['authSource=a&ssl=false'],
      ['loadBalanced=true'],
      ['authSource=a', 'replicaSet=b'],
      ['__proto__=x'],
    ]) {
      assert.equal(await refusal({ servers, texts }), 'dns', texts.join(' '))
    }
    assert.isNull(await refusal({ servers, texts: [] }))
  })

  test('nobody there, an address, or a resolver that fails', async ({ assert }) => {
    assert.equal(await refusal({}), 'dns')
    assert.equal(await refusal({}, '10.0.0.1'), 'bad_config')
    const failing = new EgressPolicy({
      allow: [],
      own: [],
      services: () => Promise.reject(Object.assign(new Error('queried'), { code: 'ENODATA' })),
    })
    await assert.rejects(() => discoverSeeds(NAME, failing, never), 'queried')
  })
})

function caught(run: () => unknown): unknown {
  try {
    run()
    return null
  } catch (error) {
    return error
  }
}
