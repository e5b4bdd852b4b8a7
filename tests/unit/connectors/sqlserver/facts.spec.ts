import { test } from '@japa/runner'
import { Connection } from 'tedious'
import streamParser from 'tedious/lib/token/stream-parser.js'
import { Parser as TokenStream } from 'tedious/lib/token/token-stream-parser.js'
import { CellEncoder } from '#connectors/cells'
import { ConnectorError } from '#connectors/connector_error'
import type { Whereabouts } from '#connectors/error_table'
import { translateError } from '#connectors/error_translation'
import { FailedAtWork } from '#connectors/session_lifecycle'
import { type ColumnFacts, readerFor } from '#connectors/sqlserver/column_reader'
import { errorTable } from '#connectors/sqlserver/error_table'
import { LoginRefused } from '#connectors/sqlserver/login_refused'
import { inTransaction, quote } from '#connectors/sqlserver/sql'
import { spellType } from '#connectors/sqlserver/type_name'

const AT: Whereabouts = {
  label: 'SQL Server',
  where: 'db.example.com',
  port: 1433,
  user: 'alice',
  database: 'sales',
  isConnected: false,
  seconds: null,
}

const login = (numbers: number[], hasPassword = true) =>
  translateError(
    new LoginRefused(numbers, Object.assign(new Error('of the server'), { code: 'ELOGIN' })),
    errorTable(hasPassword),
    AT
  )
const query = (...numbers: number[]) => {
  const errors = numbers.map((number) =>
    Object.assign(new Error('of the server'), { number, code: 'EREQUEST' })
  )
  const thrown = errors.length === 1 ? errors[0] : new AggregateError(errors)
  return translateError(new FailedAtWork(thrown), errorTable(true), AT)
}

test.group('SQL Server: errors', () => {
  test('a refused login is told by the error that says why', ({ assert }) => {
    const codes: [number[], string][] = [
      [[18_456], 'auth_bad'],
      [[18_452], 'auth_method'],
      [[18_470], 'auth_locked'],
      [[18_486], 'auth_locked'],
      [[18_487], 'auth_expired'],
      [[18_488], 'auth_must_change'],
      [[4_060, 18_456], 'database_not_found'],
      [[4_064, 18_456], 'database_not_found'],
      [[916], 'database_denied'],
      [[978, 18_456], 'database_denied'],
      [[40_615], 'network_acl'],
      [[47_073], 'network_acl'],
      [[40_613], 'starting'],
      [[40_197], 'starting'],
      [[42_109], 'starting'],
      [[17_809], 'too_many_connections'],
      [[10_928], 'too_many_connections'],
      [[10_929], 'too_many_connections'],
      [[99_999], 'unknown'],
    ]
    for (const [numbers, code] of codes) {
      assert.equal(login(numbers).code, code, numbers.join())
    }
  })

  test('without a password, a failed login asks for it', ({ assert }) => {
    assert.equal(login([18_456], false).code, 'auth_missing')
  })

  test('what a query is refused for is told', ({ assert }) => {
    const codes: [number[], string][] = [
      [[229], 'schema_denied'],
      [[230], 'schema_denied'],
      [[297], 'schema_denied'],
      [[300], 'schema_denied'],
      [[208], 'table_not_found'],
      [[208, 4_413], 'schema_denied'],
      [[207, 4_413], 'schema_denied'],
      [[207], 'version_unsupported'],
      [[1_222], 'timeout'],
      [[1_205], 'timeout'],
      [[8_134], 'unknown'],
    ]
    for (const [numbers, code] of codes) assert.equal(query(...numbers).code, code, numbers.join())
  })

  test('a database that is missing or denied is told as either', ({ assert }) => {
    const { message, field } = login([4_060, 18_456])
    assert.equal(message, 'There is no database sales on db.example.com, or alice may not open it.')
    assert.equal(field, 'database')
  })

  test('the words are ours, with a next step', ({ assert }) => {
    for (const number of [18_456, 40_615, 42_109, 4_060, 40_532, 99_999]) {
      const error = login([number])
      assert.instanceOf(error, ConnectorError)
      assert.notInclude(error.message, 'of the server')
      assert.isNotEmpty(error.hint)
    }
  })
})

test.group('SQL Server: names and types', () => {
  test('names are quoted whatever they hold', ({ assert }) => {
    assert.equal(quote('a]b'), '[a]]b]')
    assert.equal(quote(']]; drop table x --'), '[]]]]; drop table x --]')
  })

  test('types are spelled as people write them', ({ assert }) => {
    const spell = (name: string, maxLength = 0, precision = 0, scale = 0) =>
      spellType(name, { maxLength, precision, scale })
    assert.equal(spell('nvarchar', 100), 'nvarchar(50)')
    assert.equal(spell('nvarchar', -1), 'nvarchar(max)')
    assert.equal(spell('varbinary', -1), 'varbinary(max)')
    assert.equal(spell('char', 7), 'char(7)')
    assert.equal(spell('decimal', 9, 18, 4), 'decimal(18,4)')
    assert.equal(spell('datetime2', 8, 27, 7), 'datetime2(7)')
    assert.equal(spell('datetimeoffset', 10, 34, 0), 'datetimeoffset(0)')
    assert.equal(spell('vector', 20), 'vector(3)')
    assert.equal(spell('xml', -1), 'xml')
  })

  test('reads are undone', ({ assert }) => {
    assert.match(
      inTransaction('select 1'),
      /^set nocount on; begin transaction; select 1; .*rollback/
    )
  })
})

test.group('SQL Server: columns', () => {
  const facts = { isClr: false, maxLength: -1, isEncrypted: false }
  const selected = (type: string, more: Partial<ColumnFacts> = {}) =>
    readerFor({ type, ...facts, ...more }).select('[c]', 9)

  test('what may be long is cut by the server, after it was made something that can be', ({
    assert,
  }) => {
    assert.deepEqual(selected('nvarchar'), ['substring([c], 1, 9)', 'datalength([c])'])
    assert.deepEqual(selected('varbinary'), ['substring([c], 1, 9)', 'datalength([c])'])
    for (const type of ['text', 'ntext', 'image', 'xml', 'json', 'vector', 'hierarchyid']) {
      const [value = '', length = ''] = selected(type, { isClr: type === 'hierarchyid' })
      assert.match(
        value,
        /substring\(convert\((n?varchar|varbinary)\(max\), \[c\](\.ToString\(\))?\), 1, \d+\)/,
        type
      )
      assert.match(length, /^datalength\(convert\(/, type)
    }
  })

  test('what is short is not', ({ assert }) => {
    assert.deepEqual(selected('nvarchar', { maxLength: 100 }), ['[c]'])
    assert.deepEqual(selected('varchar', { maxLength: 50 }), ['convert(nvarchar(4000), [c])'])
    assert.deepEqual(selected('bigint', { maxLength: 8 }), ['[c]'])
  })

  test('the code of somebody else is not run, and nothing is done to what is sealed', ({
    assert,
  }) => {
    const [foreign] = selected('Point3D', { isClr: true })
    assert.equal(foreign, 'substring(convert(varbinary(max), [c]), 1, 9)')
    assert.deepEqual(selected('int', { isEncrypted: true }), ['[c]'])
  })

  test('a pair of UTF-16 that the server cut in two is left out', ({ assert }) => {
    const encoder = new CellEncoder({ cellBytes: 100 })
    const cut = (type: string, text: string, bytes: number) =>
      readerFor({ type, ...facts }).read(text, encoder, bytes, 4)
    const told = { $type: 'text', text: 'abc', truncated: true }
    assert.deepEqual(cut('nvarchar', 'abc\ud83d', 20), { ...told, length: 10 })
    assert.deepEqual(cut('varchar', 'abc\ud83d\udc18', 7), { ...told, length: null })
    assert.equal(cut('nvarchar', 'abc🐘', 10), 'abc🐘')
  })

  test('JSON is told as such, cut or not', ({ assert }) => {
    const encoder = new CellEncoder({ cellBytes: 8 })
    const reader = readerFor({ type: 'json', ...facts })
    assert.deepEqual(reader.read('{"a": 1}', encoder, 16, 8), {
      $type: 'json',
      text: '{"a": 1}',
      truncated: false,
    })
    assert.deepEqual(reader.read('{"a": 12', encoder, 18, 8), {
      $type: 'json',
      text: '{"a": 12',
      truncated: true,
    })
  })
})

test.group('SQL Server: the driver', () => {
  test('has the members that we change', ({ assert }) => {
    const { prototype } = Connection as unknown as { prototype: Record<string, unknown> }
    for (const member of [
      'sendPreLogin',
      'readPreloginResponse',
      'performTlsNegotiation',
      'performReRouting',
      'sendInitialSql',
      'getInitialSql',
      'createTokenStreamParser',
    ]) {
      assert.isFunction(prototype[member], member)
    }
    for (const member of ['run', 'pause', 'resume'] as const) {
      assert.isFunction(TokenStream.prototype[member], member)
    }
    const parser = (streamParser as unknown as typeof streamParser.default).prototype
    for (const member of ['readToken', 'read', 'write', 'end'] as const) {
      assert.isFunction(parser[member], member)
    }
  })

  test('is of the version that was read', async ({ assert }) => {
    const { default: manifest } = await import('tedious/package.json', { with: { type: 'json' } })
    assert.match(manifest.version, /^20\.3\./)
  })
})
