import { UrlParameters } from '#connectors/connection_urls/url_parameters'

/** Deeper than any real one: DESCRIPTION_LIST, DESCRIPTION, ADDRESS_LIST, ADDRESS, and a pair. */
const DEPTH = 8

/** What a descriptor says, wherever in it. */
export interface ConnectDescriptor {
  parameters: UrlParameters
  /** How many addresses it lists. */
  addresses: number
}

/**
 * Reads `(DESCRIPTION=(ADDRESS=(PROTOCOL=tcp)(HOST=h)(PORT=1521))(CONNECT_DATA=(SERVICE_NAME=s)))`, in one pass.
 * (Oracle Database Net Services Reference, "Syntax Rules for Configuration Files")
 *
 * @returns null when it is not one
 */
export function readDescriptor(text: string): ConnectDescriptor | null {
  const pairs: [string, string][] = []
  let depth = 0
  let addresses = 0
  let name: string | null = null
  for (const token of text.split(/([()])/)) {
    if (token === '(') depth += 1
    else if (token === ')') depth -= 1
    else if (token.trim() !== '') {
      const [key = '', value] = pairOf(token)
      if (value === undefined || depth === 0) return null
      name = key.toUpperCase()
      if (name === 'ADDRESS') addresses += 1
      if (value !== '') pairs.push([name, value])
    }
    if (depth < 0 || depth > DEPTH) return null
  }
  return depth === 0 && name !== null ? { parameters: new UrlParameters(pairs), addresses } : null
}

function pairOf(token: string): [string, string?] {
  const equals = token.indexOf('=')
  if (equals < 0) return [token]
  return [
    token.slice(0, equals).trim(),
    token
      .slice(equals + 1)
      .trim()
      .replace(/^"|"$/g, ''),
  ]
}
