import { sqlserver } from '#connectors/sqlserver/engine'
import type { TlsConfig } from '#connectors/tls'
import type {
  ConformanceServer,
  ConformanceSpec,
  RefusalCase,
} from '#tests/conformance/conformance_spec'
import { layFixtures } from '#tests/conformance/fixtures'
import { sqlserverPasswords } from '#tests/conformance/sqlserver_passwords'
import { sqlserverStatement } from '#tests/conformance/sqlserver_statement'
import { SQLSERVER_TYPES } from '#tests/conformance/sqlserver_types'
import { registerConnectorTestSuite } from '#tests/conformance/suite'
import { once } from '#tests/support/servers/lifetime'
import { createSqlserverDatabase } from '#tests/support/servers/sqlserver'
import {
  conformanceStandin,
  type StandinTarget,
} from '#tests/support/standins/sqlserver/conformance_standin'

/** A real server by its URL; the stand-in where there is none. */
const GIVEN = process.env.TEST_SQLSERVER_URL

const standin = once(conformanceStandin)
const real = once(async () => {
  const server = await createSqlserverDatabase(new URL(String(GIVEN)))
  return { server, stop: () => server.drop() }
})

const spec: ConformanceSpec = {
  engine: sqlserver,
  needs: null,
  against: GIVEN ? 'a real server' : 'our stand-in',
  realBy: GIVEN ? undefined : 'TEST_SQLSERVER_URL',
  start: GIVEN ? startReal : async () => (await standin()).target,
  lay: async (server) => {
    if (GIVEN) await layFixtures(spec, server)
    else (await standin()).lay(spec)
  },
  refusals,
  lacks: {
    statementLog: 'the server keeps such statements out of what it shows',
    readOnlySessions: 'every read is rolled back instead',
    ...(GIVEN ? { rules: 'those of somebody else' } : {}),
  },
  keepsMoments: true,
  tlsConfig,
  types: SQLSERVER_TYPES,
  dialect: {
    quote: (identifier) => `[${identifier.replaceAll(']', ']]')}]`,
    text: { short: 'nvarchar(100)', long: 'nvarchar(max)', binary: 'varbinary(max)' },
    longText: (characters) => `replicate(convert(nvarchar(max), N'x'), ${characters})`,
    longBinary: (bytes) =>
      `convert(varbinary(max), replicate(convert(varchar(max), char(0)), ${bytes}))`,
    analyze: () => null,
    slowQuery:
      'select count_big(*) as slept from sys.all_columns a cross join sys.all_columns b ' +
      'cross join sys.all_columns c cross join sys.all_columns d',
    estimateTolerance: 1.2,
  },
}

registerConnectorTestSuite(spec)

/** A host name of its own instead of "verify CA": one of those that the certificate was made for. */
function tlsConfig({ mode, ca, fingerprint }: TlsConfig): Record<string, unknown> {
  return {
    encrypt: mode !== 'disable',
    trustServerCertificate: mode === 'require',
    hostNameInCertificate: mode === 'verify-ca' ? 'localhost' : null,
    ca,
    fingerprint,
  }
}

async function startReal(): Promise<ConformanceServer> {
  const { host, port, user, password, database, isEncrypted, query } = await real()
  return {
    tenantId: 'conformance',
    config: {
      host,
      port,
      database,
      username: user,
      encrypt: isEncrypted,
      trustServerCertificate: isEncrypted,
    },
    credentials: { password },
    skips: isEncrypted ? ['ssh'] : ['ssh', 'tls'],
    certificates: null,
    filesFolder: null,
    schema: 'dbo',
    execute: (sql) => query(sqlserverStatement(sql)),
    async countSessions() {
      const [row] = await query(
        "select count(*) from sys.dm_exec_sessions where program_name = 'varlor' and database_id = db_id()"
      )
      return Number(row?.[0])
    },
    passwords: sqlserverPasswords(query),
  }
}

function refusals(server: ConformanceServer): RefusalCase[] {
  const bad = { code: 'auth_bad', probe: 'auth', field: 'password' } as const
  const everywhere: RefusalCase[] = [
    { title: 'wrong password', credentials: { password: 'certainly-not-the-password' }, ...bad },
    { title: 'no password', credentials: {}, ...bad, code: 'auth_missing' },
    { title: 'unknown user', config: { username: 'nobody_here' }, ...bad },
    {
      title: 'wrong database',
      config: { database: `${server.config.database}_not` },
      code: 'database_not_found',
      probe: 'database',
      field: 'database',
    },
  ]
  return GIVEN ? everywhere : [...everywhere, ...ofTheStandin(server as StandinTarget)]
}

/** For users and servers that only the stand-in has. */
function ofTheStandin({ demandingPort }: StandinTarget): RefusalCase[] {
  const user = (username: string) => ({ title: username, config: { username } })
  return [
    { ...user('locked'), code: 'auth_locked', probe: 'auth', field: 'username' },
    { ...user('disabled'), code: 'auth_locked', probe: 'auth', field: 'username' },
    { ...user('expired'), code: 'auth_expired', probe: 'auth', field: 'password' },
    { ...user('must_change'), code: 'auth_must_change', probe: 'auth', field: 'password' },
    { ...user('windows_only'), code: 'auth_method', probe: 'auth', field: 'username' },
    { ...user('outside'), code: 'network_acl', probe: 'auth', field: 'host' },
    { ...user('paused'), code: 'starting', probe: 'auth', field: null },
    { ...user('crowded'), code: 'too_many_connections', probe: 'auth', field: null },
    {
      title: 'only encrypted connections',
      config: { port: demandingPort },
      code: 'tls_required',
      probe: 'tls',
      field: 'encrypt',
    },
  ]
}
