import type { Answer, Rule } from '#tests/support/standins/sqlserver/answers'
import type { Login } from '#tests/support/standins/sqlserver/login'
import {
  parsePasswordStatement,
  type PasswordStatement,
} from '#tests/support/standins/sqlserver/password_statement'
import type { ServerError } from '#tests/support/standins/sqlserver/tokens'
import type { WireType } from '#tests/support/standins/sqlserver/wire_types'

export interface StandinLogin {
  password: string
  /** ALTER ANY LOGIN, or ALTER ANY USER. */
  mayAlterAny: boolean
  /** CHECK_POLICY: what Windows asks of a password. */
  hasPolicy: boolean
  /** Characters that its policy asks for. */
  shortest: number
  /** A user of the one database, and not of the server. */
  isContained: boolean
}

const NAME: WireType = { kind: 'nvarchar', length: 128 }
const SHORTEST = 8
const KINDS_OF_CHARACTERS = [/[A-Z]/, /[a-z]/, /[0-9]/, /[^A-Za-z0-9]/]

/** Logins that the server keeps, and what becomes of them. Names are the same in upper and lower case. */
export class StandinLogins {
  readonly #logins = new Map<string, StandinLogin>()

  add(username: string, login: Partial<StandinLogin> & { password: string }) {
    const usual = { mayAlterAny: false, hasPolicy: false, shortest: SHORTEST, isContained: false }
    this.#logins.set(username.toLowerCase(), { ...usual, ...login })
  }

  find(username: string): StandinLogin | undefined {
    return this.#logins.get(username.toLowerCase())
  }

  /** What this login may ask about passwords. */
  rules(by: Login): Rule[] {
    return [
      { sql: /original_login\(\)/, answer: () => this.#own(by) },
      {
        sql: /sys\.database_principals where name = @name/,
        answer: ({ parameters }) => this.#contained(String(parameters.name)),
      },
      { sql: /^\s*alter\s+(login|user)\s/i, answer: ({ sql }) => this.#alter(by, sql) },
    ]
  }

  #own({ username }: Login): Answer {
    const kind = this.find(username)?.isContained ? 'user' : 'login'
    return { columns: TWO_NAMES, rows: [[kind, username]] }
  }

  #contained(name: string): Answer {
    return { columns: TWO_NAMES, rows: this.find(name)?.isContained ? [['user', name]] : [] }
  }

  #alter(by: Login, sql: string): Answer {
    try {
      const statement = parsePasswordStatement(sql)
      const fault = this.#faultOf(by, statement)
      if (fault) return { errors: [fault] }
      const login = this.find(statement.name)
      if (login) login.password = statement.password
      return 'done'
    } catch (error) {
      return { errors: [{ number: 102, severity: 15, message: (error as Error).message }] }
    }
  }

  /** In the order of the server, which does not tell who is not there from who may not. */
  #faultOf(by: Login, statement: PasswordStatement): ServerError | null {
    const { kind, name, password, oldPassword } = statement
    if (by.wantsReadOnly) return { number: 3_906, message: 'The database is read-only.' }
    const login = this.find(name)
    const isOwn = name.toLowerCase() === by.username.toLowerCase()
    const mayAlter = isOwn ? oldPassword !== null : this.find(by.username)?.mayAlterAny
    const isOfKind = login?.isContained === (kind === 'user')
    if (!login || !isOfKind || !mayAlter || (oldPassword ?? login.password) !== login.password) {
      const message = `Cannot alter the ${kind} '${name}', because it does not exist or you do not have permission.`
      return { number: 15_151, message }
    }
    return login.hasPolicy ? brokenPolicy(password, login.shortest) : null
  }
}

const TWO_NAMES = [NAME, NAME].map((type) => ({ name: '', type }))

function brokenPolicy(password: string, shortest: number): ServerError | null {
  const because = 'Password validation failed. The password does not meet Windows policy'
  if (password.length < shortest) {
    return { number: 15_116, message: `${because} requirements because it is too short.` }
  }
  const kinds = KINDS_OF_CHARACTERS.filter((kind) => kind.test(password))
  if (kinds.length >= 3) return null
  return { number: 15_118, message: `${because} requirements because it is not complex enough.` }
}
