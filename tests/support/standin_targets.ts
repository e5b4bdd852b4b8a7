import app from '@adonisjs/core/services/app'
import { BSON } from 'mongodb'
import { EgressPolicy } from '#connectors/egress_policy'
import { LOOPBACK } from '#tests/conformance/workbench'
import { testCertificates } from '#tests/support/certificates'
import { newUser, type RotationTarget, TOO_MANY_CHARACTERS } from '#tests/support/rotation_targets'
import { once } from '#tests/support/servers/lifetime'
import { MongodbStandIn } from '#tests/support/standins/mongodb/server'
import type { User as MongodbUser } from '#tests/support/standins/mongodb/sign_in'
import { StandinDatabase as OracleDatabase } from '#tests/support/standins/oracle/database'
import { OracleStandin } from '#tests/support/standins/oracle/server'
import { Verifier } from '#tests/support/standins/oracle/sign_in'
import { StandinUsers } from '#tests/support/standins/oracle/users'
import { column } from '#tests/support/standins/snowflake/database'
import { ACCOUNT, RedirectedEgress, startStandIn } from '#tests/support/standins/snowflake/stand_in'
import { databaseFaultsOf, faultsOf } from '#tests/support/standins/sqlserver/accounts'
import { StandinDatabase as SqlserverDatabase } from '#tests/support/standins/sqlserver/database'
import type { Login } from '#tests/support/standins/sqlserver/login'
import { StandinLogins } from '#tests/support/standins/sqlserver/logins'
import { startStandin as startSqlserver } from '#tests/support/standins/sqlserver/server'

const LOCAL = { host: '127.0.0.1' }
const ELSEWHERE = { host: 'localhost' }
/** Those that must be told the password itself are told it encrypted. */
const ENCRYPTED = { tls: { mode: 'require' } }

/** Its users have no rules to keep. */
export const mongodbTarget = once<RotationTarget>(async () => {
  const database = 'shop'
  const admin = newUser()
  const kept = (password: string, changes: 'own' | 'others'): MongodbUser => {
    return { password, mechanisms: ['SCRAM-SHA-256'], reads: [database], changes }
  }
  const users = { [admin.username]: kept(admin.password, 'others') }
  const { server: keys } = await testCertificates()
  const server = await MongodbStandIn.start({ users, tls: { keys, isRequired: false } })
  server.store.insert(database, 'things', [BSON.serialize({ _id: 1 })])
  const target: RotationTarget = {
    engine: 'mongodb',
    config: { ...LOCAL, ...ENCRYPTED, port: server.port, srv: false, database },
    elsewhere: ELSEWHERE,
    admin,
    async addUser(changesOthers = false) {
      const one = newUser()
      users[one.username] = kept(one.password, changesOthers ? 'others' : 'own')
      return one
    },
    async setPassword({ username, password }) {
      Object.assign(users[username] ?? {}, { password })
    },
    admits: async ({ username, password }) => users[username]?.password === password,
  }
  return { server: target, stop: () => server.stop() }
})

export const oracleTarget = once<RotationTarget>(async () => {
  const schema = 'SHOP'
  const users = new StandinUsers()
  const add = (mayAlterUsers: boolean) => {
    const one = newUser()
    users.add(one.username, { verifier: new Verifier(one.password), mayAlterUsers })
    return one
  }
  const database = new OracleDatabase()
  const id = { name: 'ID', dataType: 'NUMBER', scale: 0, wire: 'number' } as const
  const things = { owner: schema, name: 'things', kind: 'table', estimate: 1 } as const
  database.tables.push({ ...things, columns: [id], rows: [[1]] })
  const server = await new OracleStandin({
    service: 'SHOP',
    sid: 'SHOP',
    users,
    answer: (sql, binds, user) => users.answerTo(sql, user) ?? database.answer(sql, binds, user),
    tls: (await testCertificates()).server,
  }).listen()
  const target: RotationTarget = {
    engine: 'oracle',
    config: { ...LOCAL, ...ENCRYPTED, port: server.port, serviceName: 'SHOP' },
    elsewhere: ELSEWHERE,
    schema,
    admin: add(true),
    addUser: async (changesOthers = false) => add(changesOthers),
    async setPassword({ username, password }) {
      users.change(username, null, password)
    },
    admits: async ({ username, password }) => users.get(username)?.verifier.password === password,
    rules: {
      async during({ username }, work) {
        const user = users.get(username)
        if (user) user.verifies = (password) => password.length >= TOO_MANY_CHARACTERS
        await work()
      },
    },
  }
  return { server: target, stop: () => server.close() }
})

export const sqlserverTarget = once<RotationTarget>(async () => {
  const database = 'shop'
  const logins = new StandinLogins()
  const add = (mayAlterAny: boolean) => {
    const one = newUser()
    logins.add(one.username, { password: one.password, mayAlterAny })
    return one
  }
  const admits = (login: Pick<Login, 'username' | 'password'>) =>
    logins.find(login.username)?.password === login.password
  const content = new SqlserverDatabase({ isSysadmin: false, mayWrite: false })
  content.add({ name: 'things', columns: [{ name: 'id', type: 'int' }], rows: [[1]] })
  const server = await startSqlserver({
    encryption: 'offered',
    certificate: (await testCertificates()).server,
    admit(login) {
      const errors = (admits(login) ? databaseFaultsOf : faultsOf)(login, [database])
      return errors && { errors }
    },
    rules: (login) => [...logins.rules(login), ...content.rules],
  })
  const encryption = { encrypt: true, trustServerCertificate: true }
  const target: RotationTarget = {
    engine: 'sqlserver',
    config: { ...LOCAL, ...encryption, port: server.port, database },
    elsewhere: ELSEWHERE,
    admin: add(true),
    addUser: async (changesOthers = false) => add(changesOthers),
    async setPassword({ username, password }) {
      Object.assign(logins.find(username) ?? {}, { password })
    },
    admits: async (user) => admits(user),
    rules: {
      async during({ username }, work) {
        const rules = { hasPolicy: true, shortest: TOO_MANY_CHARACTERS }
        Object.assign(logins.find(username) ?? {}, rules)
        await work()
      },
    },
  }
  return { server: target, stop: () => server.close() }
})

/** Names of its accounts lead to the stand-in for as long as it runs; all others where they always do. */
export const snowflakeTarget = once<RotationTarget>(async () => {
  const { account, protocol } = await startStandIn()
  const things = { columns: [column('id', 'NUMBER(38,0)')], literals: [['1']] }
  account.database.add('things', things)
  const find = (username: string) => account.users.get(username.toUpperCase())
  const add = (alters: 'itself' | 'everybody') => {
    const { username, password } = newUser()
    account.users.set(username.toUpperCase(), { password, alters })
    return { username, password }
  }
  const restore = await redirectSnowflake(protocol.port)
  const target: RotationTarget = {
    engine: 'snowflake',
    config: { account: ACCOUNT, warehouse: 'compute_wh', database: 'conformance' },
    elsewhere: { account: 'varlor-elsewhere' },
    admin: add('everybody'),
    addUser: async (changesOthers = false) => add(changesOthers ? 'everybody' : 'itself'),
    async setPassword({ username, password }) {
      Object.assign(find(username) ?? {}, { password })
    },
    admits: async ({ username, password }) => find(username)?.password === password,
    rules: {
      async during({ username }, work) {
        const rules = { hasPolicy: true, shortest: TOO_MANY_CHARACTERS }
        Object.assign(find(username) ?? {}, rules)
        await work()
      },
    },
  }
  const stop = async () => {
    restore()
    await protocol.close()
  }
  return { server: target, stop }
})

async function redirectSnowflake(port: number): Promise<() => void> {
  const egress = await app.container.make(EgressPolicy)
  const redirected = new RedirectedEgress(LOOPBACK, port)
  const resolve = egress.resolve.bind(egress)
  egress.resolve = (host, ...more) =>
    /^varlor-.*\.snowflakecomputing\.com$/.test(String(host))
      ? redirected.resolve(host, ...more)
      : resolve(host, ...more)
  return () => void Reflect.deleteProperty(egress, 'resolve')
}
