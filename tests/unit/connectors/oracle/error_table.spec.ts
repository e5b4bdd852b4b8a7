import { test } from '@japa/runner'
import { translateError } from '#connectors/error_translation'
import { errorTable } from '#connectors/oracle/error_table'
import { FailedAtWork } from '#connectors/session_lifecycle'
import { whereaboutsOf } from '#connectors/whereabouts'

const at = {
  ...whereaboutsOf('Oracle', { host: 'db.example.com', port: 1521, username: 'scott' }),
  database: 'ORCLPDB1',
}
const explain = (error: object, target: 'serviceName' | 'sid' = 'serviceName') =>
  translateError(error, errorTable(target), at)
const said = (number: number) =>
  Object.assign(new Error(`ORA-${number}: secret words of the server`), {
    errorNum: number,
    // The driver gives many of the server's errors a code of its own.
    code: 'NJS-500',
  })

test.group('Oracle: reasons', () => {
  test('the number of the server decides', ({ assert }) => {
    for (const [number, code] of [
      [1_017, 'auth_bad'],
      [1_005, 'auth_missing'],
      [28_000, 'auth_locked'],
      [28_001, 'auth_expired'],
      [28_040, 'auth_method'],
      [1_045, 'database_denied'],
      [18, 'too_many_connections'],
      [20, 'too_many_connections'],
      [1_033, 'starting'],
      [1_034, 'starting'],
      [1_031, 'schema_denied'],
      [942, 'table_not_found'],
      [1_013, 'timeout'],
      [1_456, 'schema_denied'],
      [4_063, 'schema_denied'],
      [12_660, 'tls_required'],
    ] as const) {
      const refusal = explain(said(number))
      assert.equal(refusal.code, code, String(number))
      assert.notInclude(refusal.message + refusal.hint, 'secret words')
    }
  })

  test('a lost connection is another protocol on the way in, and a closed one later', ({
    assert,
  }) => {
    assert.equal(explain(said(3_113)).code, 'wrong_protocol')
    assert.equal(explain(new FailedAtWork(said(3_113))).code, 'starting')
    assert.equal(explain(new FailedAtWork(said(12_547))).code, 'starting')
  })

  test('rows that cannot be had as they were are told apart from tables that were rebuilt', ({
    assert,
  }) => {
    for (const number of [1_555, 8_176, 22_924]) {
      assert.include(explain(said(number)).message, 'no longer has the rows as they were')
      assert.include(explain(said(number)).hint, 'UNDO_RETENTION')
    }
    for (const number of [1_466, 8_103]) {
      assert.include(explain(said(number)).message, 'rebuilt or altered')
    }
  })

  test('an unknown database is told by the field that named it', ({ assert }) => {
    const service = explain({ code: 'NJS-518', message: 'Service "x" at host 127.0.0.1' })
    assert.deepEqual([service.code, service.field], ['database_not_found', 'serviceName'])
    assert.include(service.message, 'no service ORCLPDB1')
    const sid = explain({ code: 'NJS-519', message: '' }, 'sid')
    assert.deepEqual([sid.code, sid.field], ['database_not_found', 'sid'])
    assert.include(sid.message, 'no SID ORCLPDB1')
  })

  test('what a listener refused is told by the number at the end of the text alone', ({
    assert,
  }) => {
    const refused = (cause: string) => ({
      code: 'NJS-511',
      message: `refused ORA-1.\nCause: ${cause}`,
    })
    assert.equal(explain(refused('ORA-12516')).code, 'too_many_connections')
    assert.equal(explain(refused('refused')).code, 'wrong_protocol')
    assert.equal(explain({ code: 'NJS-999', message: 'ORA-12516' }).code, 'unknown')
  })

  test('what the driver does not support is told as such', ({ assert }) => {
    assert.equal(explain({ code: 'NJS-116', message: '' }).code, 'auth_method')
    assert.equal(explain({ code: 'NJS-138', message: '' }).code, 'version_unsupported')
    const native = explain({ code: 'NJS-533', message: '' })
    assert.equal(native.code, 'tls_required')
    assert.include(native.message, 'native network encryption')
  })
})
