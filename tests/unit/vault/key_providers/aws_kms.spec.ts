import { randomBytes } from 'node:crypto'
import { Secret } from '@adonisjs/core/helpers'
import { test } from '@japa/runner'
import { KmsStandin } from '#tests/support/standins/kms/server'
import type { MasterKeySources } from '#vault/key_providers/create_key_provider'
import { generateMasterKey } from '#vault/key_providers/generate_master_key'
import { MasterKeyring } from '#vault/master_keyring'
import { failureOf, keyringOf, randomKey } from '../fixtures.js'
import { AWS_IDENTITY, withAwsIdentity } from './aws_identity.js'
import { registerKeyProviderSuite } from './suite.js'

const CONTEXT = { application: 'varlor', purpose: 'master-key' }

/** A KMS with the keys `varlor` and `another`. */
async function startKms() {
  const kms = await KmsStandin.start()
  for (const key of ['alias/varlor', 'alias/another']) kms.keys.create(key)
  kms.identities.set(AWS_IDENTITY.id, AWS_IDENTITY.secret)
  const sources: MasterKeySources = {
    provider: 'aws-kms',
    kms: { keyId: 'alias/varlor', region: kms.region, endpoint: kms.address },
  }
  const wrap = (key: string, id = 'alias/varlor') =>
    kms.keys.encrypt(id, Buffer.from(key, 'base64'), CONTEXT).toString('base64')
  return { kms, sources, wrap }
}

registerKeyProviderSuite({
  provider: 'aws-kms',
  against: 'a stand-in',
  source: /^AWS KMS alias\/varlor in eu-central-1 at http:\/\/127\.0\.0\.1:\d+$/,
  says: {
    'altered': /alias\/varlor did not wrap it for Varlor, or it was altered/,
    "another's": /another key than alias\/varlor wrapped it/,
    'out of reach': /KMS at http:\/\/127\.0\.0\.1:\d+ cannot be reached \(ECONNREFUSED\)/,
    'denied': /does not let this identity use alias\/varlor\. Allow it kms:Decrypt/,
  },
  prepare: withAwsIdentity,
  async start() {
    const { kms, sources, wrap } = await startKms()
    return {
      secrets: [AWS_IDENTITY.secret],
      protect: async (key) => wrap(key),
      configure: async ({ active, previous }) => ({
        ...sources,
        active: active === undefined ? undefined : new Secret(active),
        previous: previous?.length ? new Secret(previous.join(',')) : undefined,
      }),
      async fail(fault, active) {
        if (fault === 'denied') kms.denied.add('TrentService.Decrypt')
        if (fault === 'out of reach') await kms.stop()
        const text = wrap(active, fault === "another's" ? 'alias/another' : undefined)
        const altered = `${text.slice(0, -40)}AAAA${text.slice(-36)}`
        return { ...sources, active: new Secret(fault === 'altered' ? altered : text) }
      },
      stop: () => kms.stop(),
    }
  },
})

test.group('AWS KMS', (group) => {
  let kms: KmsStandin
  let sources: MasterKeySources
  let wrap: (key: string, id?: string) => string
  withAwsIdentity(group)
  group.each.setup(async () => {
    ;({ kms, sources, wrap } = await startKms())
    return () => kms.stop()
  })

  const load = (changed: Partial<MasterKeySources> = {}) =>
    MasterKeyring.load({ ...sources, ...changed }, { allowSeed: false })
  const withKms = (changed: MasterKeySources['kms']) => ({ kms: { ...sources.kms, ...changed } })

  test('signs what it asks, and binds the key to its purpose', async ({ assert }) => {
    const { value } = await generateMasterKey(sources)
    await load({ active: new Secret(value) })
    assert.deepEqual(
      kms.asked.map(({ target }) => target),
      ['TrentService.Encrypt', 'TrentService.Decrypt']
    )
    for (const { authorization, body } of kms.asked) {
      // The stand-in has computed the signature itself; this is what it looks like.
      assert.match(authorization, /^AWS4-HMAC-SHA256 Credential=AKIAVARLOR.*\/eu-central-1\/kms\//)
      assert.deepEqual(body.EncryptionContext, CONTEXT)
      assert.equal(body.KeyId, 'alias/varlor')
    }
  })

  test('a ciphertext that was made for something else is refused', async ({ assert }) => {
    const foreign = kms.keys.encrypt('alias/varlor', randomBytes(32), { application: 'other' })
    const error = await failureOf(load({ active: new Secret(foreign.toString('base64')) }))
    assert.match(error.message, /did not wrap it for Varlor/)
  })

  test('an earlier key may still be in the clear, the active one may not', async ({ assert }) => {
    const [active, older] = [randomKey(), randomKey()]
    const ring = await load({ active: new Secret(wrap(active)), previous: new Secret(older) })
    assert.deepEqual(ring.ids, keyringOf(active, older).ids)
    const error = await failureOf(load({ active: new Secret(active) }))
    assert.match(error.message, /is not a key that AWS KMS alias\/varlor .* has wrapped/)
    assert.notInclude(error.message, active)
  })

  test('says what is wrong with {what}')
    .with([
      {
        what: 'a secret that is not the identity’s',
        error: 'InvalidSignatureException',
        says: /does not know the credentials/,
      },
      {
        what: 'credentials that have expired',
        error: 'ExpiredTokenException',
        says: /credentials of this process have expired/,
      },
      {
        what: 'a key that is not there',
        error: 'NotFoundException',
        says: /no key alias\/varlor in eu-central-1/,
      },
      {
        what: 'a key that waits to be deleted',
        error: 'KMSInvalidStateException',
        says: /waits to be deleted/,
      },
      {
        what: 'a key of another kind',
        error: 'InvalidKeyUsageException',
        says: /SYMMETRIC_DEFAULT/,
      },
      {
        what: 'an error that nobody knows',
        error: 'SomethingNewException',
        says: /status 400 \(SomethingNewException\)/,
      },
      { what: 'an error with a secret for a name', error: 'a/test+secret', says: /status 400/ },
    ])
    .run(async ({ assert }, { error, says }) => {
      kms.instead.push({ status: 400, body: { __type: error, message: 'a/test+secret' } })
      const refusal = await failureOf(load({ active: new Secret(wrap(randomKey())) }))
      assert.equal(refusal.code, 'E_MASTER_KEY_UNAVAILABLE')
      assert.match(refusal.message, says)
      assert.match(refusal.message, /^CREDENTIAL_ENCRYPTION_KEY could not be unwrapped: /)
      assert.notInclude(`${refusal.message}${refusal.stack}`, 'a/test+secret')
    })

  test('a disabled key, an unknown identity and none at all are told apart', async ({ assert }) => {
    const active = new Secret(wrap(randomKey()))
    kms.keys.disable('alias/varlor')
    assert.match((await failureOf(load({ active }))).message, /is disabled/)
    kms.identities.clear()
    assert.match((await failureOf(load({ active }))).message, /does not know the credentials/)
    delete process.env.AWS_ACCESS_KEY_ID
    assert.match((await failureOf(load({ active }))).message, /has no AWS credentials/)
  })

  test('asks again after a passing failure, and no more than three times', async ({ assert }) => {
    const active = randomKey()
    kms.instead.push({ status: 500, body: { __type: 'KMSInternalException' } })
    const ring = await load({ active: new Secret(wrap(active)) })
    assert.deepEqual(ring.ids, keyringOf(active).ids)
    assert.lengthOf(kms.asked, 2)
    kms.instead.push(...Array(9).fill({ status: 500, body: { __type: 'KMSInternalException' } }))
    const error = await failureOf(load({ active: new Secret(wrap(active)) }))
    assert.match(error.message, /answered with status 500/)
    assert.lengthOf(kms.asked, 5)
  })

  test('what does not answer like KMS is named', async ({ assert }) => {
    for (const body of [{}, '<html>It works!</html>']) {
      kms.instead.push(...Array(3).fill({ status: 200, body }))
      const error = await failureOf(load({ active: new Secret(wrap(randomKey())) }))
      assert.match(error.message, /is something else\. Check AWS_ENDPOINT_URL_KMS/)
      kms.instead.length = 0
    }
  })

  test('a KMS that never answers ends with the deadline', async ({ assert }) => {
    kms.instead.push('silence')
    const error = await failureOf(load({ active: new Secret(wrap(randomKey())), deadline: 300 }))
    assert.match(error.message, /did not answer within 0\.3 seconds\. Check AWS_REGION/)
  })

  test('refuses settings that are missing or malformed: {variable}')
    .with([
      {
        variable: 'AWS_KMS_KEY_ID',
        changed: { keyId: undefined },
        says: /AWS_KMS_KEY_ID is not set/,
      },
      { variable: 'AWS_REGION', changed: { region: undefined }, says: /AWS_REGION is not set/ },
      {
        variable: 'AWS_REGION',
        changed: { region: 'evil.example.com/' },
        says: /AWS_REGION is not/,
      },
      {
        variable: 'AWS_ENDPOINT_URL_KMS',
        changed: { endpoint: 'kms' },
        says: /AWS_ENDPOINT_URL_KMS is not a URL/,
      },
      {
        variable: 'AWS_ENDPOINT_URL_KMS',
        changed: { endpoint: 'http://kms.example.com' },
        says: /in the clear/,
      },
    ])
    .run(async ({ assert }, { changed, says }) => {
      const active = new Secret(wrap(randomKey()))
      const error = await failureOf(load({ active, ...withKms(changed) }))
      assert.equal(error.code, 'E_MASTER_KEY_INVALID')
      assert.match(error.message, says)
      assert.lengthOf(kms.asked, 0)
    })
})
