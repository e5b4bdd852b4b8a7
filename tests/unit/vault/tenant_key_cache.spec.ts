import { webcrypto } from 'node:crypto'
import { mock } from 'node:test'
import { test } from '@japa/runner'
import { TenantKeyCache } from '#vault/tenant_key_cache'

const newKey = () =>
  webcrypto.subtle.importKey('raw', new Uint8Array(32), 'AES-GCM', false, ['encrypt'])

test.group('Tenant key cache', (group) => {
  group.each.setup(() => {
    mock.timers.enable({ apis: ['setTimeout'] })
    return () => mock.timers.reset()
  })

  test('a key leaves when its time is up, used or not', async ({ assert }) => {
    const cache = new TenantKeyCache({ maxKeys: 10, ttl: 1_000 })
    cache.set('a', await newKey())
    mock.timers.tick(999)
    assert.isDefined(cache.get('a'))
    mock.timers.tick(1)
    assert.equal(cache.size, 0)
  })

  test('a key that is set again starts anew', async ({ assert }) => {
    const cache = new TenantKeyCache({ maxKeys: 10, ttl: 1_000 })
    cache.set('a', await newKey())
    mock.timers.tick(600)
    const key = await newKey()
    cache.set('a', key)
    mock.timers.tick(600)
    assert.strictEqual(cache.get('a'), key)
    mock.timers.tick(400)
    assert.isUndefined(cache.get('a'))
  })

  test('beyond its bound the key that was not used for longest leaves', async ({ assert }) => {
    const cache = new TenantKeyCache({ maxKeys: 2, ttl: 1_000 })
    cache.set('a', await newKey())
    cache.set('b', await newKey())
    cache.get('a')
    cache.set('c', await newKey())
    assert.equal(cache.size, 2)
    assert.isUndefined(cache.get('b'))
    assert.isDefined(cache.get('a'))
    assert.isDefined(cache.get('c'))
  })

  test('a closed cache is empty and stays so', async ({ assert }) => {
    const cache = new TenantKeyCache({ maxKeys: 2, ttl: 1_000 })
    cache.set('a', await newKey())
    cache.close()
    cache.set('b', await newKey())
    assert.equal(cache.size, 0)
  })
})
