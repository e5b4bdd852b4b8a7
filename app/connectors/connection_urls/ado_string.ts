import { UrlParameters } from '#connectors/connection_urls/url_parameters'

/**
 * Reads `Server=host;Password="a;b"` by the rules of ADO.NET and ODBC: a value in single or double quotes may hold
 * anything, its own quote doubled; one in braces anything, `}` doubled; others end at the next `;`. In names `==`
 * stands for an equals sign, in bare values it needs nothing.
 * (https://learn.microsoft.com/dotnet/api/system.data.common.dbconnectionstringbuilder)
 *
 * @returns null when it is not made of names and values
 */
export function readAdoString(text: string): UrlParameters | null {
  const pairs: [string, string][] = []
  let hasOpenQuote = false
  let at = 0
  while (at < text.length) {
    const equals = text.indexOf('=', at)
    const name = text.slice(at, equals < 0 ? text.length : equals)
    if (equals < 0) {
      if (name.trim() !== '') return null
      break
    }
    const trimmed = name.replace(/^[\s;]+/, '').trim()
    if (!/^[A-Za-z][\w .-]{0,60}$/.test(trimmed)) return null
    const value = readValue(text, equals + 1)
    pairs.push([trimmed.replace(/\s+/g, ' '), value.text])
    hasOpenQuote ||= value.isOpen === true
    at = value.end
  }
  return pairs.length > 0 ? new UrlParameters(pairs, hasOpenQuote) : null
}

const CLOSING: Record<string, string> = { '"': '"', "'": "'", '{': '}' }

interface Value {
  text: string
  /** Where the next name begins. */
  end: number
  /** Whether it begins with a quote that nothing closes. */
  isOpen?: boolean
}

/** The value that begins at `from`. */
function readValue(text: string, from: number): Value {
  let start = from
  while (/\s/.test(text.charAt(start))) start += 1
  const quoted = readQuoted(text, start, CLOSING[text.charAt(start)])
  if (quoted) return quoted
  const semicolon = text.indexOf(';', start)
  const end = semicolon < 0 ? text.length : semicolon
  const isOpen = /["']/.test(text.charAt(start)) && !text.includes(text.charAt(start), start + 1)
  return { text: text.slice(start, end).trimEnd(), end: end + 1, isOpen }
}

/** Null when it is not quoted after all: a bare password may begin with a quote or a brace. */
function readQuoted(text: string, start: number, closing: string | undefined) {
  if (closing === undefined) return null
  let value = ''
  let at = start + 1
  for (;;) {
    const next = text.indexOf(closing, at)
    if (next < 0) return null
    value += text.slice(at, next)
    if (text.charAt(next + 1) !== closing) return closed(text, value, next + 1)
    value += closing
    at = next + 2
  }
}

function closed(text: string, value: string, from: number) {
  let end = from
  while (/\s/.test(text.charAt(end))) end += 1
  return end >= text.length || text.charAt(end) === ';' ? { text: value, end: end + 1 } : null
}
