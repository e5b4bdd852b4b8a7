import { createHash, createPublicKey, randomUUID, verify } from 'node:crypto'
import type { Context } from '#tests/support/standins/snowflake/answers'
import { Database } from '#tests/support/standins/snowflake/database'
import { Refusal } from '#tests/support/standins/snowflake/refusal'

export interface User {
  /** When it is not the one it signs in by. */
  name?: string
  password?: string
  /** PEM of the public key of a key pair. */
  publicKey?: string
  token?: string
  /** What whoever signs in as this user is told. */
  refusal?: readonly [code: string, message: string]
  roles?: string[]
  isAdmin?: boolean
  /** Whose owner its role is. */
  alters?: 'itself' | 'everybody'
  /** A password policy is set on it. */
  hasPolicy?: boolean
  /** Characters that the policy asks for, when not as many as usual. */
  shortest?: number
}

export interface Session {
  token: string
  masterToken: string
  context: Context
  /** The session parameters of its last statement. */
  parameters: Record<string, unknown>
}

export interface LoginData {
  ACCOUNT_NAME?: string
  LOGIN_NAME?: string
  PASSWORD?: string
  AUTHENTICATOR?: string
  TOKEN?: string
}

/** One account of Snowflake: its users, its database, and who is signed in. */
export class Account {
  readonly users = new Map<string, User>()
  readonly sessions = new Map<string, Session>()
  readonly database = new Database('CONFORMANCE')

  constructor(readonly name: string) {}

  /** @throws Refusal in Snowflake's own numbers */
  signIn(data: LoginData, named: URLSearchParams): Session {
    const name = (data.LOGIN_NAME ?? '').toUpperCase()
    const user = this.users.get(name)
    if (user?.refusal) throw new Refusal(...user.refusal, '08001')
    this.#prove(data, name, user)
    const role = named.get('roleName')
    if (role && !user?.roles?.includes(role.toUpperCase())) {
      throw new Refusal('390189', `Role '${role}' specified in the connect string is not granted.`)
    }
    const session: Session = {
      token: randomUUID(),
      masterToken: randomUUID(),
      context: this.#contextOf(named, user?.name ?? name, user?.isAdmin ?? false),
      parameters: {},
    }
    this.sessions.set(session.token, session)
    return session
  }

  /** A new token for the same session. */
  renew(masterToken: string): Session {
    const session = [...this.sessions.values()].find((one) => one.masterToken === masterToken)
    if (!session) throw new Refusal('390114', 'Authentication token has expired.')
    this.sessions.delete(session.token)
    session.token = randomUUID()
    this.sessions.set(session.token, session)
    return session
  }

  #prove(data: LoginData, name: string, user: User | undefined) {
    if (data.AUTHENTICATOR === 'SNOWFLAKE_JWT') return this.#checkJwt(data.TOKEN ?? '', name, user)
    if (data.AUTHENTICATOR === 'PROGRAMMATIC_ACCESS_TOKEN') {
      if (user?.token && user.token === data.TOKEN) return
      throw new Refusal('394400', 'Programmatic access token is invalid.', '08001')
    }
    if (user?.password && user.password === data.PASSWORD) return
    throw new Refusal('390100', 'Incorrect username or password was specified.', '08001')
  }

  /** Signed by the key that the user is known by, for this account and user, and not run out. */
  #checkJwt(token: string, name: string, user: User | undefined) {
    const [header = '', payload = '', signature = ''] = token.split('.')
    const refuse = () => new Refusal('390144', 'JWT token is invalid.', '08001')
    if (!user?.publicKey) throw refuse()
    const key = createPublicKey(user.publicKey)
    const signed = Buffer.from(`${header}.${payload}`)
    if (!verify('RSA-SHA256', signed, key, Buffer.from(signature, 'base64url'))) throw refuse()
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<
      string,
      unknown
    >
    const der = key.export({ format: 'der', type: 'spki' })
    const fingerprint = createHash('sha256').update(der).digest('base64')
    const subject = `${this.name.toUpperCase()}.${name}`
    const isOurs = claims.sub === subject && claims.iss === `${subject}.SHA256:${fingerprint}`
    if (!isOurs || Number(claims.exp) < Date.now() / 1_000) throw refuse()
  }

  #contextOf(named: URLSearchParams, user: string, isAdmin: boolean): Context {
    const nameOf = (field: string) => named.get(field)?.toUpperCase() ?? null
    const schema = nameOf('schemaName') ?? 'PUBLIC'
    const warehouse = nameOf('warehouse')
    return {
      database: this.database,
      isDatabaseCurrent: nameOf('databaseName') === this.database.name,
      schema: this.database.schemas.includes(schema) ? schema : null,
      warehouse: warehouse && this.database.warehouses.has(warehouse) ? warehouse : null,
      isAdmin,
      user,
      users: this.users,
    }
  }
}
