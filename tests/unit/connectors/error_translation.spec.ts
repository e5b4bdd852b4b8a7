import { inspect } from 'node:util'
import { test } from '@japa/runner'
import { DeadlinePassed } from '#connectors/abortable'
import { ConnectorError } from '#connectors/connector_error'
import { ERROR_CODES } from '#connectors/error_codes'
import type { ErrorTable, Whereabouts } from '#connectors/error_table'
import { translateError } from '#connectors/error_translation'
import { FailedAtWork } from '#connectors/session_lifecycle'

const AT: Whereabouts = {
  label: 'ExampleDB',
  where: 'db.example.com',
  port: 1234,
  user: 'analyst',
  database: 'sales',
  isConnected: false,
  seconds: null,
}

const TABLE: ErrorTable = {
  codes: { X1: 'auth_bad', X2: () => null, 1045: 'auth_locked' },
  texts: [[/no such user/, 'auth_expired']],
}

const coded = (code: unknown, message = 'driver says things') =>
  Object.assign(new Error(message), { code })

const codeOf = (error: unknown) => translateError(error, TABLE, AT).code

test.group('Error translation', () => {
  test("the engine's codes come first, strings or numbers", ({ assert }) => {
    assert.equal(codeOf(coded('X1')), 'auth_bad')
    assert.equal(codeOf(Object.assign(new Error(), { errno: 1045 })), 'auth_locked')
    assert.equal(codeOf(coded('X1', 'no such user')), 'auth_bad')
  })

  test('then those of the system, then text', ({ assert }) => {
    assert.equal(codeOf(coded('ECONNREFUSED', 'no such user')), 'refused')
    assert.equal(codeOf(coded('X2', 'no such user')), 'auth_expired')
    assert.equal(codeOf(coded('X2')), 'unknown')
  })

  test('{code} of the system is {expected}')
    .with([
      { code: 'ENOTFOUND', expected: 'dns' },
      { code: 'EAI_AGAIN', expected: 'dns' },
      { code: 'ECONNREFUSED', expected: 'refused' },
      { code: 'EHOSTUNREACH', expected: 'refused' },
      { code: 'ENETUNREACH', expected: 'refused' },
      { code: 'ETIMEDOUT', expected: 'timeout' },
      { code: 'ECONNRESET', expected: 'wrong_protocol' },
      { code: 'DEPTH_ZERO_SELF_SIGNED_CERT', expected: 'tls_untrusted' },
      { code: 'SELF_SIGNED_CERT_IN_CHAIN', expected: 'tls_untrusted' },
      { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', expected: 'tls_untrusted' },
      { code: 'ERR_TLS_CERT_ALTNAME_INVALID', expected: 'tls_hostname' },
      { code: 'CERT_HAS_EXPIRED', expected: 'tls_expired' },
      { code: 'CERT_NOT_YET_VALID', expected: 'tls_expired' },
      { code: 'ERR_SSL_WRONG_VERSION_NUMBER', expected: 'tls_unsupported' },
    ])
    .run(({ assert }, { code, expected }) => assert.equal(codeOf(coded(code)), expected))

  test('a connection that breaks later is not another protocol', ({ assert }) => {
    assert.equal(codeOf(new FailedAtWork(coded('ECONNRESET'))), 'starting')
  })

  test('only where nobody answers can time run out for a firewall', ({ assert }) => {
    const told = (met: DeadlinePassed['met']) =>
      translateError(new DeadlinePassed('connect', 10_000, met), TABLE, AT)
    const [nothing, silence, words] = [told('nothing'), told('silence'), told('words')]
    assert.include(nothing, { code: 'timeout', field: 'host' })
    assert.equal(nothing.message, 'Port 1234 of db.example.com did not answer within 10 seconds.')
    assert.include(nothing.hint, 'firewall')
    assert.include(silence, { code: 'timeout', field: 'port' })
    assert.equal(
      silence.message,
      'Port 1234 of db.example.com accepted the connection, then said nothing within 10 seconds.'
    )
    assert.notInclude(silence.hint, 'firewall')
    assert.include(words, { code: 'timeout', field: null })
  })

  test('causes and collected errors are looked into', ({ assert }) => {
    const wrapped = new Error('outer', { cause: new Error('middle', { cause: coded('X1') }) })
    assert.equal(codeOf(wrapped), 'auth_bad')
    assert.equal(codeOf(new AggregateError([new Error('a'), coded('ECONNREFUSED')])), 'refused')
  })

  test('an error that is its own cause ends', ({ assert }) => {
    const error = new Error('circular') as Error & { cause: unknown; errors: unknown[] }
    error.cause = error
    error.errors = Array.from({ length: 9 }, () => error)
    assert.equal(codeOf(error), 'unknown')
  })

  test('whatever is thrown is told', ({ assert }) => {
    for (const thrown of [null, undefined, 'text', 42, {}, [], Object.create(null)]) {
      assert.equal(codeOf(thrown), 'unknown')
    }
    for (const code of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
      assert.equal(codeOf(coded(code)), 'unknown')
    }
  })

  test('the words are ours and name user and place', ({ assert }) => {
    const error = translateError(coded('X1', 'password "hunter2" at /var/lib/db'), TABLE, AT)
    assert.equal(error.message, 'Wrong password for analyst on db.example.com.')
    assert.equal(error.hint, ERROR_CODES.auth_bad.hint)
    assert.equal(error.field, 'password')
    assert.notInclude(JSON.stringify({ ...error }) + error.message + error.hint, 'hunter2')
    assert.equal((error.cause as Error).message, 'password "hunter2" at /var/lib/db')
  })

  test('a refusal of our own passes as it is, a bare code gets its sentence', ({ assert }) => {
    const own = new ConnectorError('bad_config', 'Our words.', { field: 'x' })
    assert.strictEqual(translateError(new Error('x', { cause: own }), TABLE, AT), own)
    const bare = translateError(new ConnectorError('wrong_protocol'), TABLE, AT)
    assert.equal(
      bare.message,
      'What answers on port 1234 of db.example.com does not speak ExampleDB.'
    )
  })

  test('every code has a sentence without holes', ({ assert }) => {
    for (const code of Object.keys(ERROR_CODES)) {
      const table = { codes: { X: code as keyof typeof ERROR_CODES } }
      const { message, hint } = translateError(coded('X'), table, {
        ...AT,
        user: null,
        database: null,
      })
      assert.match(message, /^\S.*\.$/, inspect(code))
      assert.notMatch(message, /undefined|null| {2}/, code)
      assert.isNotEmpty(hint)
    }
  })
})
