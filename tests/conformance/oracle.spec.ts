import { oracle } from '#connectors/oracle/engine'
import type {
  ConformanceServer,
  ConformanceSpec,
  RefusalCase,
} from '#tests/conformance/conformance_spec'
import { hostileColumn, hostileNames } from '#tests/conformance/fixtures'
import { layOracleFixtures } from '#tests/conformance/oracle_fixtures'
import { oracleServer } from '#tests/conformance/oracle_server'
import { ORACLE_23_TYPES, ORACLE_TYPES } from '#tests/conformance/oracle_types'
import { ALL_PUNCTUATION, type PasswordBench } from '#tests/conformance/password_bench'
import { registerConnectorTestSuite } from '#tests/conformance/suite'
import { testCertificates } from '#tests/support/certificates'
import { StandinDatabase } from '#tests/support/standins/oracle/database'
import { execute } from '#tests/support/standins/oracle/statements'
import { standinTables } from '#tests/support/standins/oracle/fixtures'
import { OracleStandin } from '#tests/support/standins/oracle/server'
import { StandinUsers } from '#tests/support/standins/oracle/users'
import { Verifier } from '#tests/support/standins/oracle/sign_in'

/**
 * Nothing here can run this database: the driver talks to a stand-in that speaks its protocol. A real one is used
 * instead when TEST_ORACLE_URL names it: `oracle://user:password@host:1521/service?release=23`, of a user whose
 * schema may be emptied, with RESOURCE, CREATE VIEW and SELECT_CATALOG_ROLE.
 */
const url = process.env.TEST_ORACLE_URL
const is23 = !url || new URL(url).searchParams.get('release') === '23'
const types = is23 ? [...ORACLE_TYPES, ...ORACLE_23_TYPES] : ORACLE_TYPES

const spec: ConformanceSpec = {
  engine: oracle,
  needs: null,
  against: url ? 'a real server' : 'our stand-in',
  realBy: url ? undefined : 'TEST_ORACLE_URL',
  start: () => (url ? oracleServer(new URL(url)) : standin()),
  lay: (server) =>
    url ? layOracleFixtures(spec, (sql) => server.execute(sql)) : Promise.resolve(),
  refusals,
  lacks: {
    statementLog: 'a password of its own is encrypted in no statement',
    readOnlySessions: 'every read is a read-only transaction instead',
    ...(url ? { passwords: 'users of somebody else' } : {}),
  },
  types,
  dialect: {
    quote: (identifier) => `"${identifier}"`,
    text: { short: 'varchar2(100)', long: 'clob', binary: 'blob' },
    longText: (characters) => `rpad('x', ${characters}, 'x')`,
    longBinary: (bytes) => `utl_raw.copies(hextoraw('00'), ${bytes})`,
    analyze: (table) => `begin dbms_stats.gather_table_stats(user, '"${table}"'); end;`,
    slowQuery: `select count(*) as "slept" from all_objects a, all_objects b, all_objects c, all_objects d`,
    estimateTolerance: 1.2,
    canName: (name) => !name.includes('"'),
    hostileColumn: 'a`b.c; --',
  },
}

registerConnectorTestSuite(spec)

async function standin(): Promise<ConformanceServer> {
  const certificates = await testCertificates()
  const database = new StandinDatabase()
  const hostile = { tables: hostileNames(spec), column: hostileColumn(spec) }
  database.tables.push(...standinTables('VARLOR', types as typeof ORACLE_TYPES, hostile))
  const password = 'tiger & scott 表'
  const verifier = new Verifier(password)
  const users = new StandinUsers([
    ['varlor', { verifier }],
    ['locked', { verifier, refusal: 28_000 }],
    ['expired', { verifier, refusal: 28_001 }],
    ['sessionless', { verifier, refusal: 1_045 }],
    ['one_too_many', { verifier, refusal: 2_391 }],
  ])
  const server = await new OracleStandin({
    release: 23,
    service: 'ORCLPDB1',
    sid: 'ORCL',
    users,
    answer: (sql, binds, user, session) =>
      users.answerTo(sql, user) ?? database.answer(sql, binds, user, session),
    tls: certificates.server,
  }).listen()
  return {
    tenantId: 'conformance',
    config: {
      host: '127.0.0.1',
      port: server.port,
      serviceName: 'ORCLPDB1',
      username: 'varlor',
      tls: { mode: 'disable' },
    },
    credentials: { password },
    certificates,
    filesFolder: null,
    schema: 'VARLOR',
    execute: async (sql) => execute(database.tables, 'VARLOR', sql),
    countSessions: async () => server.sessions.size,
    passwords: standinPasswords(users),
  }
}

function standinPasswords(users: StandinUsers): PasswordBench {
  return {
    config: { tls: { mode: 'require' } },
    worstPassword: ALL_PUNCTUATION.replaceAll('"', ''),
    worstName: `it's [a] -- name; `,
    async addUser({ username, password, changes }) {
      users.add(username, {
        verifier: new Verifier(password),
        mayAlterUsers: changes === 'others',
      })
    },
    async withRules(username, work) {
      const user = users.get(username)
      if (user) user.verifies = (password) => /[A-Z]/.test(password) && /[0-9]/.test(password)
      await work('all-in-lower-case')
    },
  }
}

function refusals({ credentials }: ConformanceServer): RefusalCase[] {
  const standinOnly: RefusalCase[] = [
    {
      title: 'locked user',
      config: { username: 'locked' },
      code: 'auth_locked',
      probe: 'auth',
      field: 'username',
    },
    {
      title: 'expired password',
      config: { username: 'expired' },
      code: 'auth_expired',
      probe: 'auth',
      field: 'password',
    },
    {
      title: 'a user without CREATE SESSION',
      config: { username: 'sessionless' },
      code: 'database_denied',
      probe: 'database',
      field: 'serviceName',
    },
    {
      title: 'one session too many',
      config: { username: 'one_too_many' },
      code: 'too_many_connections',
      probe: 'auth',
      field: null,
    },
  ]
  return [
    {
      title: 'wrong password',
      credentials: { password: 'certainly-not-it' },
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
      credentials,
      code: 'auth_bad',
      probe: 'auth',
      field: 'password',
    },
    {
      title: 'wrong service',
      config: { serviceName: 'NOT_A_SERVICE' },
      code: 'database_not_found',
      probe: 'database',
      field: 'serviceName',
    },
    {
      title: 'wrong SID',
      config: { serviceName: undefined, sid: 'NOTASID' },
      code: 'database_not_found',
      probe: 'database',
      field: 'sid',
    },
    ...(url ? [] : standinOnly),
  ]
}
