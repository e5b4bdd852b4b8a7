import { errors } from '@vinejs/vine'
import { test } from '@japa/runner'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import fc from 'fast-check'
import type { ConfigField } from '#connectors/field'
import { engineNames, engines } from '#connectors/registry'
import { connectionValidators, validateConnection } from '#validators/connection'

type Body = Record<string, unknown>

const postgresql = { host: 'h', database: 'd', username: 'u' }

function bodyWith(config: unknown, rest: Body = {}): Body {
  return { name: 'n', type: 'postgresql', config, ...rest }
}

/** Rules and fields that refuse a body. */
async function refusals(body: unknown): Promise<[string, string][]> {
  try {
    await validateConnection(body)
    return []
  } catch (error) {
    if (!(error instanceof errors.E_VALIDATION_ERROR)) throw error
    const messages = error.messages as { rule: string; field: string }[]
    return messages.map(({ rule, field }) => [rule, field])
  }
}

async function wordsOf(body: unknown): Promise<string[]> {
  const refusal: unknown = await validateConnection(body).catch((error: unknown) => error)
  if (!(refusal instanceof errors.E_VALIDATION_ERROR)) throw refusal
  return (refusal.messages as { message: string }[]).map(({ message }) => message)
}

test.group('The validator of connections', () => {
  test('fills in defaults, also those of nested objects that are left out', async ({ assert }) => {
    const { config } = await validateConnection(bodyWith(postgresql))

    assert.deepEqual(config, {
      ...postgresql,
      port: 5432,
      tls: { mode: 'require' },
      ssh: { enabled: false },
    })
  })

  test('trims names and hosts, and never credentials', async ({ assert }) => {
    const body = bodyWith(
      { ...postgresql, host: ' h ' },
      { name: ' n ', credentials: { password: ' secret ' } }
    )
    const { name, config, credentials } = await validateConnection(body)

    assert.equal(name, 'n')
    assert.equal(config.host, 'h')
    assert.deepEqual(credentials, { password: ' secret ' })
  })

  test('keeps null and absence of a credential apart', async ({ assert }) => {
    const cleared = await validateConnection(
      bodyWith(postgresql, { credentials: { password: null } })
    )
    const kept = await validateConnection(bodyWith(postgresql, { credentials: {} }))

    assert.deepEqual(cleared.credentials, { password: null })
    assert.deepEqual(kept.credentials, {})
  })

  test('refuses fields that apply only under another mode of TLS', async ({ assert }) => {
    const tls = { mode: 'disable', ca: '-----BEGIN CERTIFICATE-----' }
    assert.deepEqual(await refusals(bodyWith({ ...postgresql, tls })), [
      ['condition', 'config.tls.ca'],
    ])
    const credentials = { tlsKey: '-----BEGIN PRIVATE KEY-----' }
    const off = { ...postgresql, tls: { mode: 'disable' } }
    assert.deepEqual(await refusals(bodyWith(off, { credentials })), [
      ['condition', 'credentials.tlsKey'],
    ])
    assert.isEmpty(await refusals(bodyWith(postgresql, { credentials })))
  })

  test('fills in the defaults of fields that apply, and of no others', async ({ assert }) => {
    const host = { host: 'h', tls: { mode: 'disable' } }
    const found = await validateConnection({
      name: 'n',
      type: 'mongodb',
      config: { ...host, srv: true },
    })
    const tunnelled = await validateConnection(
      bodyWith({ ...postgresql, ssh: { enabled: true, host: 'b', username: 'u' } })
    )

    assert.notProperty(found.config, 'port')
    assert.deepInclude(tunnelled.config.ssh, { port: 22 })
    assert.deepEqual(await refusals(bodyWith({ ...postgresql, ssh: { enabled: true } })), [
      ['required', 'config.ssh.host'],
      ['required', 'config.ssh.username'],
    ])
    assert.deepEqual(await refusals(bodyWith({ ...postgresql, ssh: { port: 22 } })), [
      ['condition', 'config.ssh.port'],
    ])
    const sshPassword = { credentials: { sshPassword: 'x' } }
    assert.deepEqual(await refusals(bodyWith(postgresql, sshPassword)), [
      ['condition', 'credentials.sshPassword'],
    ])
  })

  test('takes only the fingerprint of one certificate', async ({ assert }) => {
    const pinned = (fingerprint: string) =>
      bodyWith({ ...postgresql, tls: { mode: 'require', fingerprint } })
    const right = Array.from({ length: 32 }, () => 'AB').join(':')

    assert.isEmpty(await refusals(pinned(right)))
    for (const wrong of [right.slice(3), `${right}:AB`, right.replace('A', 'x')]) {
      assert.equal((await refusals(pinned(wrong)))[0]?.[1], 'config.tls.fingerprint', wrong)
    }
  })

  test('takes a fingerprint in any usual spelling, and keeps it in one', async ({ assert }) => {
    const right = Array.from({ length: 32 }, () => 'AB').join(':')
    for (const typed of [right, right.toLowerCase(), right.replaceAll(':', ''), ` ${right} `]) {
      const tls = { mode: 'require', fingerprint: typed }
      const { config } = await validateConnection(bodyWith({ ...postgresql, tls }))
      assert.deepEqual(config.tls, { mode: 'require', fingerprint: right })
    }
  })

  test('takes an empty text for one that is not there', async ({ assert }) => {
    const mysql = { host: 'h', username: 'u', database: ' ', tls: { mode: 'require', ca: '' } }
    const { config } = await validateConnection({ name: 'n', type: 'mysql', config: mysql })
    assert.notProperty(config, 'database')
    assert.deepEqual(config.tls, { mode: 'require' })

    const ssh = { enabled: true, host: '', username: 'u', hostKey: '' }
    assert.deepEqual(await refusals(bodyWith({ ...postgresql, ssh })), [
      ['required', 'config.ssh.host'],
    ])
    assert.isEmpty(await refusals(bodyWith({ ...postgresql, ssh: { enabled: false, host: '' } })))
    const oracle = { host: 'h', username: 'u', serviceName: 's', sid: '' }
    assert.isEmpty(await refusals({ name: 'n', type: 'oracle', config: oracle }))
    assert.deepEqual(await refusals(bodyWith({ ...postgresql, host: '' })), [
      ['minLength', 'config.host'],
    ])
  })

  test('calls fields what forms call them', async ({ assert }) => {
    const off = { enabled: true, hostKey: 'MD5:x' }
    assert.sameMembers(await wordsOf(bodyWith({ ...postgresql, host: '', port: 'x', ssh: off })), [
      'Host must not be empty.',
      'Port must be a number.',
      'SSH host key must look like SHA256:….',
      'SSH host is missing.',
      'SSH username is missing.',
    ])
    const tunnelled = { ...postgresql, ssh: { enabled: true } }
    assert.deepEqual(await wordsOf(bodyWith(tunnelled)), [
      'SSH host is missing.',
      'SSH username is missing.',
    ])
    const tls = { mode: 'require', ca: 'x', fingerprint: 'x' }
    const pem = await wordsOf(bodyWith({ ...postgresql, tls }))
    assert.isTrue(
      pem.some((one) => /^CA certificate must be PEM text/.test(one)),
      pem.join()
    )
    assert.include(pem, 'Approved certificate must look like AB:CD:….')
    const oracle = { name: 'n', type: 'oracle', config: { host: 'h', username: 'u' } }
    assert.deepEqual(await wordsOf(oracle), ['Enter the service name or the SID.'])
    assert.deepEqual(await wordsOf({ ...bodyWith(postgresql), name: '' }), [
      'The name must not be empty.',
    ])
    assert.deepEqual(await wordsOf({ ...bodyWith(postgresql), tags: ['a\u0000'] }), [
      'The tags contains characters that are not allowed here.',
    ])
  })

  test('asks for exactly one of the fields that stand in for each other', async ({ assert }) => {
    const oracle = (config: Body) => ({
      name: 'n',
      type: 'oracle',
      config: { host: 'h', username: 'u', ...config },
    })

    assert.isEmpty(await refusals(oracle({ serviceName: 's' })))
    assert.isEmpty(await refusals(oracle({ sid: 's', serviceName: null })))
    assert.deepEqual(await refusals(oracle({})), [['required', 'config.serviceName']])
    assert.deepEqual(await refusals(oracle({ sid: 's', serviceName: 's' })), [
      ['oneOf', 'config.sid'],
    ])
  })

  test('does not take text for numbers nor anything for text', async ({ assert }) => {
    assert.deepEqual(await refusals(bodyWith({ ...postgresql, port: '5432' })), [
      ['number', 'config.port'],
    ])
    assert.deepEqual(await refusals(bodyWith({ ...postgresql, host: { $gt: '' } })), [
      ['string', 'config.host'],
    ])
    for (const port of [0, 65_536, 1.5]) {
      const [refusal] = await refusals(bodyWith({ ...postgresql, port }))
      assert.equal(refusal?.[1], 'config.port')
    }
  })

  for (const file of ['../x', 'a/b', '.hidden', '', 'a\\b', 'a\u0000b', '/etc/passwd', 'file:x']) {
    test(`refuses the file ${JSON.stringify(file)}`, async ({ assert }) => {
      const body = { name: 'n', type: 'sqlite', config: { file } }
      const [refusal] = await refusals(body)

      assert.equal(refusal?.[1], 'config.file')
    })
  }

  test('refuses the names that every object has as if they were any others', async ({ assert }) => {
    for (const name of ['constructor', 'toString', 'hasOwnProperty']) {
      assert.deepEqual(await refusals(bodyWith(postgresql, { [name]: 1 })), [['unknown', name]])
      assert.notEmpty(await refusals({ name: 'n', type: name, config: {} }))
    }
  })

  test('says in JSON Schema what it does', async ({ assert }) => {
    const ajv = new Ajv2020({ strict: false })
    formats.default(ajv)
    const compiled = Object.fromEntries(
      engineNames.map((type) => [
        type,
        ajv.compile(connectionValidators[type].connection.toJSONSchema()),
      ])
    )
    let accepted = 0
    await fc.assert(
      fc.asyncProperty(bodies(), async (body) => {
        const isValid = (await refusals(body)).length === 0
        accepted += isValid ? 1 : 0
        assert.equal(compiled[body.type]?.(body), isValid, JSON.stringify(body))
      }),
      { numRuns: 3_000 }
    )
    assert.isAbove(accepted, 200)
  })
})

/** Texts for patterns that few texts match. */
const PATTERNED: Record<string, string[]> = {
  '^([0-9A-Fa-f]{2}:?){31}[0-9A-Fa-f]{2}$': [Array.from({ length: 32 }, () => 'AB').join(':')],
  '^SHA256:[A-Za-z0-9+/]{43}$': [`SHA256:${'A'.repeat(43)}`],
}

/** Bodies of every engine in which each field is mostly right, sometimes wrong or missing. */
function bodies() {
  return fc.constantFrom(...engineNames).chain((type) =>
    sparse({
      name: mostly(['n', 'x'.repeat(120)], ['', 7, 'x'.repeat(121)]),
      config: configOf(type),
      credentials: credentialsOf(type),
      visibility: mostly(['private', 'tenant'], ['all']),
      tags: mostly([[], ['a', 'b']], [['a', 'a'], [''], 'a']),
    }).chain((body) =>
      mostly([{}], [{ extra: 1 }]).map((extra) => ({ type, ...body, ...(extra as Body) }))
    )
  )
}

function configOf(type: (typeof engineNames)[number]) {
  const flat = engines[type].config.map((field) => [field.name, valueOf(field)] as const)
  const properties = flat.filter(([name]) => !name.includes('.'))
  for (const group of ['tls', 'ssh']) {
    const nested = flat
      .filter(([name]) => name.startsWith(`${group}.`))
      .map(([name, value]) => [name.slice(group.length + 1), value] as const)
    if (nested.length > 0) properties.push([group, sparse(Object.fromEntries(nested))])
  }
  return sparse(Object.fromEntries(properties))
}

function credentialsOf(type: (typeof engineNames)[number]) {
  const names = engines[type].credentials.map(({ name }) => name)
  const value = mostly(['secret', null], ['••••', '', 7])
  return sparse(Object.fromEntries(names.map((name) => [name, value])))
}

/** Nine in ten properties are there. */
function sparse(properties: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Body> {
  return fc
    .tuple(...Object.keys(properties).map(() => fc.integer({ min: 0, max: 9 })))
    .chain((dice) => {
      const kept = Object.entries(properties).filter((_, index) => dice[index] !== 0)
      return fc.record(Object.fromEntries(kept))
    })
}

function mostly(right: unknown[], wrong: unknown[]): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...right) },
    { weight: 1, arbitrary: fc.constantFrom(...wrong) }
  )
}

function valueOf(field: ConfigField): fc.Arbitrary<unknown> {
  switch (field.kind) {
    case 'integer':
      return mostly([field.min, field.max], [field.max + 1, field.min - 1, '1', 1.5])
    case 'choice':
      return mostly(
        field.options.map(({ value }) => value),
        ['none', 7]
      )
    case 'boolean':
      return mostly([true, false], ['true', 1])
    case 'pem':
      return mostly(['-----BEGIN CERTIFICATE-----'], ['x', '-----BEGIN PRIVATE KEY-----', 7])
    case 'file':
      return mostly(['x', 'x.y'], ['a\u0000', '', 7])
    case 'text':
      return mostly(PATTERNED[field.pattern ?? ''] ?? ['x', 'x.y'], [
        'a\u0000',
        '',
        7,
        ...(field.required ? [] : [' ']),
      ])
  }
}
