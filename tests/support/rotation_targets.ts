import { randomBytes } from 'node:crypto'
import pg from 'pg'
import type { EngineName } from '#connectors/registry'
import { query as queryMariadb, mariadb } from '#tests/support/servers/mariadb'
import { postgres } from '#tests/support/servers/postgres'
import type { ApiPerson } from '#tests/support/api_person'

export interface TargetUser {
  username: string
  password: string
}

/** A server with a table `things`, whose users rotate their passwords. */
export interface RotationTarget {
  engine: EngineName
  /** Of a connection there, but for its user. */
  config: Record<string, unknown>
  /** Of another place, where this password was not made for. */
  elsewhere: Record<string, unknown>
  /** Of the table, where it has to be named. */
  schema?: string
  /** May do everything. */
  admin: TargetUser
  /** Somebody who may read the table; `changesOthers` may set passwords of others too. */
  addUser(changesOthers?: boolean): Promise<TargetUser>
  setPassword(user: TargetUser): Promise<void>
  /** Whether the server lets them in. */
  admits(user: TargetUser): Promise<boolean>
  rules?: StrictRules
}

/** No password that Varlor makes is good enough for these. */
export interface StrictRules {
  /** What a connection must have, so that the server sees the password. */
  config?: Record<string, unknown>
  during(user: TargetUser, work: () => Promise<void>): Promise<void>
}

/** More characters than the passwords that Varlor makes have. */
export const TOO_MANY_CHARACTERS = 100

export async function postgresTarget(): Promise<RotationTarget> {
  const server = await (await postgres()).createDatabase()
  await server.query('create table things (id int); insert into things values (1)')
  const { host, port, database, user, password } = server
  return {
    engine: 'postgresql',
    config: { host, port, database, tls: { mode: 'disable' } },
    elsewhere: { host: 'localhost' },
    admin: { username: user, password },
    async addUser(changesOthers = false) {
      const one = newUser()
      const more = changesOthers ? 'createrole' : ''
      await server.query(`create role ${one.username} login password '${one.password}' ${more}`)
      await server.query(`grant select on things to ${one.username}`)
      return one
    },
    async setPassword(one) {
      await server.query(`alter role ${one.username} password '${one.password}'`)
    },
    admits: (one) =>
      admits(async () => {
        const client = new pg.Client({
          host,
          port,
          database,
          user: one.username,
          password: one.password,
        })
        await client.connect()
        await client.end()
      }),
  }
}

export async function mariadbTarget(): Promise<RotationTarget> {
  const server = await (await mariadb()).createDatabase()
  const { host, port, database, user, password } = server
  await server.query('create table things (id int); insert into things values (1)')
  return {
    engine: 'mysql',
    config: { host, port, database, tls: { mode: 'disable' } },
    elsewhere: { host: 'localhost' },
    admin: { username: user, password },
    async addUser(changesOthers = false) {
      const one = newUser()
      await server.query(`create user ${one.username}@'%' identified by '${one.password}'`)
      await server.query(`grant select on \`${database}\`.* to ${one.username}@'%'`)
      if (changesOthers) {
        await server.query(`grant create user on *.* to ${one.username}@'%'`)
        await server.query(`grant select, update on mysql.* to ${one.username}@'%'`)
      }
      return one
    },
    async setPassword(one) {
      await server.query(`set password for ${one.username}@'%' = password('${one.password}')`)
    },
    admits: ({ username, password: known }) =>
      admits(() =>
        queryMariadb({ host, port, database, user: username, password: known }, 'select 1')
      ),
    rules: {
      config: { tls: { mode: 'require' } },
      async during(_user, work) {
        await server.query(`install soname 'simple_password_check'`)
        try {
          const least = `simple_password_check_minimal_length = ${TOO_MANY_CHARACTERS}`
          await server.query(`set global ${least}`)
          await work()
        } finally {
          await server.query(`uninstall soname 'simple_password_check'`)
        }
      },
    },
  }
}

/** Saves a connection there. */
export async function connectionTo(
  person: ApiPerson,
  target: RotationTarget,
  { username, password }: TargetUser,
  changes: Record<string, unknown> = {}
): Promise<string> {
  const answer = await person.post('/connectors', {
    name: `Target ${username}`,
    type: target.engine,
    config: { ...target.config, username },
    credentials: { password },
    ...changes,
  })
  if (answer.status !== 201) throw new Error(answer.text)
  return answer.body.data.id
}

export function previewPath(id: string, { schema }: RotationTarget): string {
  const query = schema === undefined ? '' : `?schema=${schema}`
  return `/connectors/${id}/tables/things/preview${query}`
}

/** Nobody else has this name. */
export function newUser(): TargetUser {
  return {
    username: `u_${randomBytes(6).toString('hex')}`,
    password: randomBytes(12).toString('hex'),
  }
}

async function admits(signIn: () => Promise<unknown>): Promise<boolean> {
  try {
    await signIn()
    return true
  } catch (error) {
    const { code } = Object(error)
    if (code === '28P01' || code === 'ER_ACCESS_DENIED_ERROR') return false
    throw error
  }
}
