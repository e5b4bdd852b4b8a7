import type { ConformanceServer, ConformanceSpec } from '#tests/conformance/conformance_spec'
import type { PasswordBench } from '#tests/conformance/password_bench'
import { sqlserverStatement } from '#tests/conformance/sqlserver_statement'
import { SQLSERVER_TYPES } from '#tests/conformance/sqlserver_types'
import { testCertificates } from '#tests/support/certificates'
import {
  databaseFaultsOf,
  faultsOf,
  OWNER,
  PASSWORD,
} from '#tests/support/standins/sqlserver/accounts'
import { StandinDatabase } from '#tests/support/standins/sqlserver/database'
import { layInto } from '#tests/support/standins/sqlserver/fixtures'
import type { Login } from '#tests/support/standins/sqlserver/login'
import { StandinLogins } from '#tests/support/standins/sqlserver/logins'
import type { SessionRules } from '#tests/support/standins/sqlserver/session'
import { startStandin } from '#tests/support/standins/sqlserver/server'
import { runStatement } from '#tests/support/standins/sqlserver/statements'

const DATABASE = 'conformance'

export interface StandinTarget extends ConformanceServer {
  /** Where the same is to be had over TLS alone. */
  demandingPort: number
}

/** The stand-in with the fixtures of the suite, and beside it one that insists on encryption. */
export async function conformanceStandin() {
  const certificates = await testCertificates()
  const database = new StandinDatabase({ isSysadmin: true, mayWrite: true, allowsSnapshots: true })
  const logins = new StandinLogins()
  const facts = {
    certificate: certificates.server,
    admit(login: Login) {
      const isAdded = logins.find(login.username)?.password === login.password
      const errors = isAdded ? databaseFaultsOf(login, [DATABASE]) : faultsOf(login, [DATABASE])
      return errors && { errors }
    },
    rules: (login: Login) => [...logins.rules(login), ...database.rules],
  } satisfies Partial<SessionRules>
  const server = await startStandin({ ...facts, encryption: 'offered' })
  const demanding = await startStandin({ ...facts, encryption: 'required' })
  const target: StandinTarget = {
    demandingPort: demanding.port,
    tenantId: 'conformance',
    config: {
      host: '127.0.0.1',
      port: server.port,
      database: DATABASE,
      username: OWNER,
      encrypt: false,
    },
    credentials: { password: PASSWORD },
    certificates,
    filesFolder: null,
    schema: 'dbo',
    execute: async (sql) => runStatement(database, sqlserverStatement(sql)),
    countSessions: async () => server.sessions.size,
    passwords: passwordsOf(logins),
  }
  return {
    server: { target, lay: (spec: ConformanceSpec) => layInto(database, spec, SQLSERVER_TYPES) },
    async stop() {
      await Promise.all([server.close(), demanding.close()])
    },
  }
}

/** Every other user is one that the database contains. */
function passwordsOf(logins: StandinLogins): PasswordBench {
  let added = 0
  return {
    worstName: `]] "' --; alter login [varlor`,
    async addUser({ username, password, changes }) {
      const isContained = added++ % 2 === 1
      logins.add(username, { password, mayAlterAny: changes === 'others', isContained })
    },
    async withRules(username, work) {
      const login = logins.find(username)
      if (login) login.hasPolicy = true
      await work('all-in-lower-case')
    },
  }
}
