import { test } from '@japa/runner'
import { systemResolver } from '#connectors/host_resolver'
import { addressesInHostsFile, parseHosts } from '#connectors/hosts_file'

test.group('Host resolver', () => {
  test('the hosts file is read as the system reads it', ({ assert }) => {
    const entries = parseHosts(
      '# comment\n127.0.0.1\tlocalhost db # here\n::1  LocalHost\n\n  10.0.0.1 db\nlonely\n#10.0.0.2 off'
    )
    assert.deepEqual(entries.get('localhost'), ['127.0.0.1', '::1'])
    assert.deepEqual(entries.get('db'), ['127.0.0.1', '10.0.0.1'])
    assert.isUndefined(entries.get('off'))
    assert.lengthOf([...entries.keys()], 2)
  })

  test('this machine is found without asking anybody', async ({ assert }) => {
    assert.include(await addressesInHostsFile('localhost'), '127.0.0.1')
    assert.include(await systemResolver('localhost', new AbortController().signal), '127.0.0.1')
  })

  test('names are not what a prototype has', async ({ assert }) => {
    assert.deepEqual(await addressesInHostsFile('constructor'), [])
  })
})
