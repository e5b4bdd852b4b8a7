import { type Answer, serverError } from '#tests/support/standins/oracle/answers'
import { Verifier } from '#tests/support/standins/oracle/sign_in'

/** A user of the stand-in. */
export interface User {
  verifier: Verifier
  /** The nnnnn of ORA-nnnnn that is said instead of letting it in. */
  refusal?: number
  /** The system privilege ALTER USER. */
  mayAlterUsers?: boolean
  /** PASSWORD_VERIFY_FUNCTION of its profile. */
  verifies?: (password: string) => boolean
}

/** As ALTER USER has them: names and passwords with or without quotes. */
const IDENTIFIER = '("[^"]*"|[^\\s"]+)'
const ALTER_USER = new RegExp(
  `^alter user ${IDENTIFIER} identified by ${IDENTIFIER}(?: replace ${IDENTIFIER})?$`,
  'i'
)

/** Users that the server keeps; a name without quotes is one in upper case. */
export class StandinUsers {
  readonly #users = new Map<string, User>()

  constructor(users: Iterable<readonly [string, User]> = []) {
    for (const [name, user] of users) this.add(name, user)
  }

  add(name: string, user: User) {
    this.#users.set(folded(name), user)
  }

  get(name: string): User | undefined {
    return this.#users.get(folded(name))
  }

  /** ALTER USER with a password; null for every other statement. */
  answerTo(sql: string, by: string): Answer | null {
    if (!/^\s*alter\s+user\b/i.test(sql)) return null
    const [, name, password, old] = ALTER_USER.exec(sql.trim()) ?? []
    if (name === undefined || password === undefined) return serverError(922)
    const isOwn = folded(name) === folded(by)
    if (!isOwn && !this.get(by)?.mayAlterUsers) return serverError(1_031)
    const user = this.get(name)
    if (!user) return serverError(1_918)
    if (user.verifies && isOwn && old === undefined) return serverError(28_221)
    return this.change(name, old === undefined ? null : unquoted(old), unquoted(password)) ?? 'done'
  }

  /**
   * @param old null where nobody has to prove anything
   * @returns null when it was done
   */
  change(name: string, old: string | null, password: string) {
    const user = this.get(name)
    if (!user || (old !== null && old !== user.verifier.password)) return serverError(28_008)
    if (password === '' || password.includes('"')) return serverError(988)
    if (user.verifies && !user.verifies(password)) return serverError(28_003)
    user.verifier = new Verifier(password)
    return null
  }
}

function folded(name: string): string {
  return name.startsWith('"') ? unquoted(name) : name.toUpperCase()
}

function unquoted(text: string): string {
  return text.replace(/^"(.*)"$/s, '$1')
}
