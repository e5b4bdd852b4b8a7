import { mysql } from '#connectors/mysql/engine'
import type { ConformanceServer, RefusalCase } from '#tests/conformance/conformance_spec'
import { mysqlPasswords } from '#tests/conformance/mysql_passwords'
import { MYSQL_TYPES } from '#tests/conformance/mysql_types'
import { registerConnectorTestSuite } from '#tests/conformance/suite'
import { mariadb } from '#tests/support/servers/mariadb'

registerConnectorTestSuite({
  engine: mysql,
  needs: 'mariadb',
  against: 'a real server',
  start,
  refusals,
  lacks: process.env.TEST_MYSQL_URL ? { rules: 'those of somebody else' } : {},
  types: MYSQL_TYPES,
  dialect: {
    quote: (identifier) => `\`${identifier.replaceAll('`', '``')}\``,
    text: { short: 'varchar(100)', long: 'longtext', binary: 'longblob' },
    longText: (characters) => `repeat('x', ${characters})`,
    longBinary: (bytes) => `repeat(x'00', ${bytes})`,
    analyze: (table) => `analyze table ${table}`,
    slowQuery: 'select sleep(600) as slept',
    estimateTolerance: 1.2,
    // Identifiers hold characters of the Basic Multilingual Plane alone.
    canName: (name) => !/\p{Emoji_Presentation}/u.test(name),
  },
})

async function start(): Promise<ConformanceServer> {
  const server = await mariadb()
  const own = await server.createDatabase()
  const { host, port, user, password, database, certificates, query } = own
  return {
    tenantId: 'conformance',
    config: { host, port, database, username: user, tls: { mode: 'disable' } },
    credentials: { password },
    certificates,
    filesFolder: null,
    schema: database,
    execute: (sql) => query(sql),
    async countSessions() {
      const [row] = await query<{ count: number }>(
        `select count(*) as count from information_schema.processlist where db = '${database}' and id <> connection_id()`
      )
      return row?.count ?? 0
    },
    passwords: mysqlPasswords(own),
  }
}

function refusals({ config }: ConformanceServer): RefusalCase[] {
  return [
    {
      title: 'wrong password',
      credentials: { password: 'certainly-not-the-password' },
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
      title: 'a database of others',
      config: { username: 'tls_only', tls: { mode: 'require' } },
      code: 'database_denied',
      probe: 'database',
      field: 'database',
    },
    {
      title: 'only encrypted connections',
      config: { username: 'tls_only', database: 'varlor' },
      code: 'tls_required',
      probe: 'tls',
      field: 'tls.mode',
    },
    {
      title: 'only encrypted connections, before a database of others',
      config: { username: 'tls_only' },
      code: 'tls_required',
      probe: 'tls',
      field: 'tls.mode',
    },
    {
      title: 'locked user',
      config: { username: 'locked' },
      code: 'auth_locked',
      probe: 'auth',
      field: 'username',
    },
  ]
}
