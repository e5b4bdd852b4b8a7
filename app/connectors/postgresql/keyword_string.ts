import { UrlParameters } from '#connectors/connection_urls/url_parameters'

const SPACE = /\s/

/**
 * Reads `host=db port=5432 password='it''s'` as libpq does: a value in single quotes may hold spaces, and a
 * backslash takes the character after it as it is, within quotes and without.
 * (PostgreSQL documentation, "Keyword/Value Connection Strings")
 *
 * @returns null when it is written in another way
 */
export function readKeywordString(text: string): UrlParameters | null {
  const pairs: [string, string][] = []
  let at = skipSpace(text, 0)
  while (at < text.length) {
    const equals = text.indexOf('=', at)
    if (equals < 0) return null
    const name = text.slice(at, equals).trim()
    if (!/^[a-z_]{1,40}$/i.test(name)) return null
    const value = readValue(text, skipSpace(text, equals + 1))
    if (!value) return null
    pairs.push([name, value.text])
    at = skipSpace(text, value.end)
  }
  return pairs.length > 0 ? new UrlParameters(pairs) : null
}

function readValue(text: string, start: number): { text: string; end: number } | null {
  const isQuoted = text.charAt(start) === "'"
  let value = ''
  let at = isQuoted ? start + 1 : start
  for (; at < text.length; at += 1) {
    const character = text.charAt(at)
    if (isQuoted && character === "'") return { text: value, end: at + 1 }
    if (!isQuoted && SPACE.test(character)) break
    if (character === '\\') at += 1
    value += text.charAt(at)
  }
  return isQuoted ? null : { text: value, end: at }
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (at < text.length && SPACE.test(text.charAt(at))) at += 1
  return at
}
