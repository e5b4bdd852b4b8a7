import { test } from '@japa/runner'
import { hostOf } from '#connectors/snowflake/account'
import { readerFor } from '#connectors/snowflake/column_reader'
import { ACCESS_URL } from '#connectors/snowflake/driver'
import { routeOf } from '#connectors/snowflake/routes'
import { literal, quote } from '#connectors/snowflake/sql'

test.group('Snowflake: names, hosts and routes', () => {
  test('an account names its one host', ({ assert }) => {
    for (const [account, host] of [
      ['myorg-account123', 'myorg-account123.snowflakecomputing.com'],
      ['MyOrg-My_Account', 'myorg-my-account.snowflakecomputing.com'],
      ['xy12345.eu-central-1.aws', 'xy12345.eu-central-1.aws.snowflakecomputing.com'],
      ['xy12345.cn-northwest-1.aws', 'xy12345.cn-northwest-1.aws.snowflakecomputing.cn'],
      ['xy12345.us-east-1.privatelink', 'xy12345.us-east-1.privatelink.snowflakecomputing.com'],
    ]) {
      assert.equal(hostOf(account), host)
    }
  })

  test('nothing else becomes a host', ({ assert }) => {
    for (const account of [
      '',
      'evil.test/',
      'evil.test#',
      'evil.test?x=',
      'evil.test:443',
      'a@b',
      'a..b',
      '-a',
      'a b',
      'a%2eb',
      'a\n',
      'ünï',
      null,
      7,
      'a'.repeat(300),
    ]) {
      assert.throws(() => hostOf(account), /identifier/)
    }
  })

  test('only what is listed leaves', ({ assert }) => {
    const at = (method: string, path: string) => () => routeOf(method, ACCESS_URL + path)
    assert.equal(at('POST', '/queries/v1/query-request?requestId=1')().purpose, 'query')
    assert.equal(at('GET', '/queries/01b2-c3/result')().purpose, 'poll')
    for (const [method, path] of [
      ['POST', '/telemetry/send'],
      ['POST', '/session/heartbeat'],
      ['GET', '/queries/v1/query-request'],
      ['GET', '.evil.test/queries/a/result'],
      ['GET', '@evil.test/queries/a/result'],
      ['GET', ':8443/queries/a/result'],
      ['GET', '/queries/a/../../session/result/x/y'],
    ] as const) {
      assert.throws(at(method, path))
    }
    assert.throws(() => routeOf('GET', 'https://evil.test/queries/a/result'))
  })

  test('names and texts stay names and texts', ({ assert }) => {
    assert.equal(quote('a"b'), '"a""b"')
    assert.equal(literal(`it's \\' odd`), `'it''s \\\\'' odd'`)
  })

  test('types that nobody has heard of are shown as text', ({ assert }) => {
    assert.deepEqual(readerFor('SOMETHING NEW(3)').select('"c"', 10), [
      'LEFT(TO_VARCHAR("c"), 10)',
      'LENGTH(TO_VARCHAR("c"))',
    ])
    assert.deepEqual(readerFor('TIME(3)').select('"c"', 10), [`TO_VARCHAR("c", 'HH24:MI:SS.FF3')`])
  })
})
