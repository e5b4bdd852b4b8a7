import { NotUnderstood } from '#tests/support/standins/sql/token_reader'
import type { Context } from '#tests/support/standins/snowflake/answers'
import { literalOf, unquoted } from '#tests/support/standins/snowflake/expressions'
import { Refusal } from '#tests/support/standins/snowflake/refusal'
import { type Result, text } from '#tests/support/standins/snowflake/values'

/** ALTER USER as its manual has it, of the password alone. */
const SET_PASSWORD =
  /^\s*alter\s+user\s+("(?:[^"]|"")*"|\w+)\s+set\s+password\s*=\s*('(?:[^'\\]|''|\\.)*')\s*;?\s*$/is

/** What the documentation of password policies says of the built-in one, and of the usual minimum. */
const SHORTEST = 14
const KINDS = [/[A-Z]/, /[a-z]/, /[0-9]/]

export function currentUser({ user }: Context): Result {
  return { columns: [{ name: 'CURRENT_USER()', type: 'text' }], rows: [[text(user)]] }
}

/** Only the role that owns a user may; who may not see a user is told the same as when there is none. */
export function alterUser({ user: by, users, isAdmin }: Context, sql: string): Result {
  const [, name, literal] = SET_PASSWORD.exec(sql) ?? []
  if (name === undefined || literal === undefined) throw new NotUnderstood(sql)
  const named = (wanted: string) =>
    [...users].find(([login, user]) => (user.name ?? login) === wanted)?.[1]
  const altered = named(unquoted(name))
  const { alters } = named(by) ?? {}
  const isOwn = unquoted(name) === by
  if (!altered) throw new Refusal('002003', `User '${name}' does not exist or not authorized.`)
  if (!isAdmin && alters !== 'everybody' && !(isOwn && alters === 'itself')) {
    throw new Refusal('003001', `Insufficient privileges to operate on user '${name}'`, '42501')
  }
  const password = literalOf(literal)
  if (altered.hasPolicy && !KINDS.every((kind) => kind.test(password))) refuse('CHARACTERS')
  const { shortest = SHORTEST } = altered
  if (altered.hasPolicy && password.length < shortest) refuse('TOO_SHORT')
  altered.password = password
  const status = text('Statement executed successfully.')
  return { columns: [{ name: 'status', type: 'text' }], rows: [[status]] }
}

function refuse(reason: string): never {
  throw new Refusal(
    '003002',
    `New password rejected by current password policy. Reason: '${reason}'.`
  )
}
