import { test } from '@japa/runner'
import { ConnectorError } from '#connectors/connector_error'
import { ERROR_CODES, type ErrorCode } from '#connectors/error_codes'
import { sharpened } from '#connectors/hosting_providers'

/** A host of each, a code, and what the hint must speak of. */
const KNOWN: [string, ErrorCode, RegExp][] = [
  ['shop.abc.eu-central-1.rds.amazonaws.com', 'timeout', /security group/],
  ['shop.abc.eu-central-1.redshift.amazonaws.com', 'timeout', /Redshift.*security group/],
  ['shop.postgres.database.azure.com', 'auth_bad', /user@server/],
  ['shop.mysql.database.azure.com', 'timeout', /firewall rules/],
  ['shop.database.windows.net', 'database_not_found', /each database by itself/],
  ['ep-x-123.eu-central-1.aws.neon.tech', 'bad_config', /endpoint/],
  ['db.abcdef.supabase.co', 'dns', /IPv6.*pooler/],
  ['db.abcdef.supabase.co', 'timeout', /IPv6.*pooler/],
  ['aws-0-eu.pooler.supabase.com', 'auth_bad', /postgres\.<project>/],
  ['cluster0.ab1cd.mongodb.net', 'timeout', /Network Access/],
  ['aws.connect.psdb.cloud', 'auth_bad', /branch/],
  ['xy.snowflakecomputing.com', 'network_acl', /network policy/],
  ['pg-x.aivencloud.com', 'tls_untrusted', /CA certificate/],
  ['x.db.ondigitalocean.com', 'timeout', /trusted sources/],
  ['x.cockroachlabs.cloud', 'network_acl', /allowlist/],
  ['x.tsdb.cloud.timescale.com', 'tls_required', /Timescale/],
  ['x.railway.internal', 'dns', /only within Railway/],
  ['x.proxy.rlwy.net', 'refused', /TCP proxy/],
  ['dpg-x.frankfurt-postgres.render.com', 'network_acl', /access control/],
  ['x.internal', 'dns', /private network/],
  ['adb.eu-frankfurt-1.oraclecloud.com', 'tls_client_cert', /mutual TLS/],
  ['ec2-1-2-3-4.compute-1.amazonaws.com', 'auth_bad', /Heroku/],
]

const failure = (code: ErrorCode, more = {}) =>
  new ConnectorError(code, 'It failed.', { field: ERROR_CODES[code].field ?? 'host', ...more })

test.group('Hints for who runs the database', () => {
  test('{1} at {0}')
    .with(KNOWN)
    .run(({ assert }, [host, code, expected]) => {
      const error = failure(code)
      const better = sharpened(error, host)
      assert.match(better.hint, expected)
      assert.isAtMost(better.hint.split(/[.?] [A-Z]/).length, 4)
      assert.deepInclude(better, { code, field: error.field, message: 'It failed.' })
      for (const same of [host.toUpperCase(), `${host}.`, `${host}:1234,other.example.com`]) {
        assert.equal(sharpened(error, same).hint, better.hint, same)
      }
    })

  test('nobody is taken for somebody else', ({ assert }) => {
    for (const host of [
      'db.example.com',
      'rds.amazonaws.com.evil.test',
      'notneon.tech',
      '10.0.0.1',
      '',
    ]) {
      const error = failure('timeout')
      assert.strictEqual(sharpened(error, host), error, host)
    }
  })

  test('what the engine knows stays, and the provider adds to it', ({ assert }) => {
    const error = failure('network_acl', { hint: 'Ask for this rule: x.' })

    assert.match(sharpened(error, 'a.mongodb.net').hint, /^Ask for this rule: x\. Add this server/)
  })

  test('a slow query and a bastion are none of the provider’s', ({ assert }) => {
    const slow = new ConnectorError('timeout', 'Still working.', { field: null, hint: 'Later.' })
    const bastion = failure('timeout', { field: 'ssh.host', probe: 'ssh' })
    for (const error of [slow, bastion]) {
      assert.strictEqual(sharpened(error, 'x.rds.amazonaws.com'), error)
    }
  })
})
