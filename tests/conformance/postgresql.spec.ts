import { postgresql } from '#connectors/postgresql/engine'
import type { ConformanceServer, RefusalCase } from '#tests/conformance/conformance_spec'
import { postgresqlPasswords } from '#tests/conformance/postgresql_passwords'
import { POSTGRESQL_TYPES } from '#tests/conformance/postgresql_types'
import { registerConnectorTestSuite } from '#tests/conformance/suite'
import { postgres } from '#tests/support/servers/postgres'

registerConnectorTestSuite({
  engine: postgresql,
  needs: 'postgres',
  against: 'a real server',
  start,
  refusals,
  lacks: process.env.TEST_POSTGRES_URL ? { statementLog: 'its log is not on this machine' } : {},
  types: POSTGRESQL_TYPES,
  dialect: {
    quote: (identifier) => `"${identifier.replaceAll('"', '""')}"`,
    text: { short: 'varchar(100)', long: 'text', binary: 'bytea' },
    longText: (characters) => `repeat('x', ${characters})`,
    longBinary: (bytes) => `decode(repeat('00', ${bytes}), 'hex')`,
    analyze: (table) => `analyze ${table}`,
    slowQuery: 'select pg_sleep(600)::text as slept',
    estimateTolerance: 1.2,
  },
})

async function start(): Promise<ConformanceServer> {
  const server = await postgres()
  const own = await server.createDatabase()
  const { host, port, user, password, database, certificates, query } = own
  return {
    tenantId: 'conformance',
    config: { host, port, database, username: user, tls: { mode: 'disable' } },
    credentials: { password },
    certificates,
    filesFolder: null,
    schema: 'public',
    execute: (sql) => query(sql),
    async countSessions() {
      const [row] = await query<{ count: number }>(
        `select count(*)::int as count from pg_stat_activity where application_name = 'varlor' and datname = '${database}'`
      )
      return row?.count ?? 0
    },
    passwords: postgresqlPasswords(own),
  }
}

function refusals({ config }: ConformanceServer): RefusalCase[] {
  const wrong = { password: 'certainly-not-the-password' }
  return [
    {
      title: 'wrong password',
      credentials: wrong,
      code: 'auth_bad',
      probe: 'auth',
      field: 'password',
    },
    {
      title: 'no password',
      credentials: {},
      code: 'auth_missing',
      probe: 'auth',
      field: 'password',
    },
    {
      title: 'unknown user',
      config: { username: 'nobody_here' },
      code: 'auth_bad',
      probe: 'auth',
      field: 'password',
    },
    {
      title: 'wrong database',
      config: { database: `${config.database}_not` },
      code: 'database_not_found',
      probe: 'database',
      field: 'database',
    },
    {
      title: 'only encrypted connections',
      config: { username: 'tls_only' },
      code: 'tls_required',
      probe: 'tls',
      field: 'tls.mode',
    },
    {
      title: 'no access rule',
      config: { username: 'rejected', tls: { mode: 'require' } },
      code: 'network_acl',
      probe: 'auth',
      field: 'host',
    },
    {
      title: 'a client certificate is missing',
      config: { username: 'client', tls: { mode: 'require' } },
      code: 'tls_client_cert',
      probe: 'auth',
      field: 'tls.cert',
    },
  ]
}
