import { cannotUse } from '#connectors/connection_urls/understood'

/** What may stand between the commas of the hosts: a name, an address, a port; nothing that needs a guess. */
const HOST = /^(?:[\p{L}\p{N}_.~%-]+|\[[\da-f:.]+(?:%[\w.-]+)?\])(?::\d+)?$/iu

/** Parameters in whose values an `@` is nothing unusual: free text, and who signs in. */
const FREE_TEXT =
  /^(?:options|application_?name|app_?name|program_?name|email|role|user|username|uid|password|pwd)$/i

const PAIR = /^[A-Za-z][\w.-]{0,60}=/

/**
 * Where the user, the hosts and the ports end in what follows `scheme://`. By RFC 3986 that is the first `/`, `?` or
 * `#`; yet many passwords were never escaped, so that every `@` behind it has to be accounted for: by a parameter,
 * or else it is the one before the host. A part of a password must never be looked up as a host.
 *
 * @param isJdbc whether the user and the password are parameters, as JDBC has them, and not of the authority
 * @throws ConnectorError `bad_config` when it can be read in several ways
 */
export function endOfAuthority(text: string, isJdbc: boolean): number {
  const usual = nextMark(text, 0)
  if (!text.includes('@', usual)) return usual
  const hosts = text.slice(text.lastIndexOf('@', usual) + 1, usual)
  const isUsual = hosts === '' || isHostList(hosts)
  if (isUsual && !text.slice(usual, queryOf(text, usual)).includes('@')) {
    const pairs = pairsOf(text.slice(queryOf(text, usual) + 1))
    const isWithoutUser = isJdbc && hosts.length === usual
    if (pairs && (isWithoutUser || accountsFor(pairs))) return usual
    if (pairs) throw severalReadings()
  }
  return endAfterSecret(text, usual, isUsual)
}

/** The last `@` before the parameters stands before the host; all before it is a secret. */
function endAfterSecret(text: string, usual: number, isUsual: boolean): number {
  const query = text.lastIndexOf('?')
  const pairs = query < usual ? null : pairsOf(text.slice(query + 1))
  const head = pairs && accountsFor(pairs) ? query : text.length
  const at = text.slice(0, head).lastIndexOf('@')
  if (at < usual) return usual
  const end = nextMark(text, at)
  const hosts = text.slice(at + 1, end)
  // `user:password@host/a@b` may name the database `a@b`: only more than one word tells of a host.
  const isCertain = !isUsual || /[.:,]|^localhost$/i.test(hosts) || text.charAt(end) === '/'
  if (isHostList(hosts) && isCertain) return end
  throw severalReadings()
}

function nextMark(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) if ('/?#'.includes(text.charAt(at))) return at
  return text.length
}

/** Where the parameters begin, if they do before any `#`. */
function queryOf(text: string, from: number): number {
  const query = text.indexOf('?', from)
  const fragment = text.indexOf('#', from)
  return query < 0 || (fragment >= 0 && fragment < query) ? text.length : query
}

/** Null when these are not parameters. */
function pairsOf(query: string): string[] | null {
  const pairs = query.split('&').filter((pair) => pair !== '')
  return pairs.length > 0 && pairs.every((pair) => PAIR.test(pair)) ? pairs : null
}

/** Whether no `@` in these parameters can be the one before a host. */
function accountsFor(pairs: readonly string[]): boolean {
  return pairs.every((pair) => {
    const [, ...behind] = pair.split('@')
    const isFree = FREE_TEXT.test(nameOf(pair))
    return behind.every((text, index) => {
      const end = nextMark(text, 0)
      const isWhole = end === text.length
      // Another `@` follows at once: this one is not before a host.
      if (isWhole && index < behind.length - 1) return true
      const host = text.slice(0, end)
      return !isHostList(host) || (isFree && isWhole && !host.includes(':'))
    })
  })
}

function nameOf(pair: string): string {
  return pair.slice(0, pair.indexOf('='))
}

function isHostList(text: string): boolean {
  return text.split(',').every((host) => HOST.test(host))
}

function severalReadings() {
  return cannotUse(
    'This connection string can be read in several ways: an @ in it may belong to the password or stand before the host.',
    'Percent-encode special characters in the password: %40 for @, %2F for a slash, %3F for a question mark, %23 for #.'
  )
}
