import { NotUnderstood, TokenReader, tokensOf } from '#tests/support/standins/sql/token_reader'

export interface PasswordStatement {
  kind: 'login' | 'user'
  name: string
  password: string
  oldPassword: string | null
}

/** Bracketed and quoted names, texts with and without N, words, and single characters. */
const TOKEN = /\s*(\[(?:[^\]]|\]\])*\]|"(?:[^"]|"")*"|N?'(?:[^']|'')*'|\w+|[=;])/iy

/**
 * `ALTER LOGIN` and `ALTER USER` with a password, as Transact-SQL has them; no other option of theirs.
 *
 * @throws NotUnderstood for anything else, several statements among it
 */
export function parsePasswordStatement(sql: string): PasswordStatement {
  const tokens = new TokenReader(tokensOf(sql, TOKEN))
  tokens.take('alter')
  const kind = tokens.skip('user') ? 'user' : 'login'
  if (kind === 'login') tokens.take('login')
  const name = nameOf(tokens.take())
  tokens.take('with')
  tokens.take('password')
  tokens.take('=')
  const password = textOf(tokens.take())
  const hasOld = tokens.skip('old_password') && tokens.take('=')
  const oldPassword = hasOld ? textOf(tokens.take()) : null
  tokens.skip(';')
  if (!tokens.isAtEnd) throw new NotUnderstood(tokens.take())
  return { kind, name, password, oldPassword }
}

function nameOf(token: string): string {
  if (token.startsWith('[')) return token.slice(1, -1).replaceAll(']]', ']')
  if (token.startsWith('"')) return token.slice(1, -1).replaceAll('""', '"')
  return token
}

function textOf(token: string): string {
  const text = token.replace(/^N/i, '')
  if (!text.startsWith("'")) throw new NotUnderstood(token)
  return text.slice(1, -1).replaceAll("''", "'")
}
