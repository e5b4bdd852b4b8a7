import type { BuiltEngine, Field } from '~/api/types'
import { fieldsOf, type FieldPath, pathOf } from '~/components/connect/form_values'

export interface Understood {
  path: FieldPath
  label: string
  value: string | number
}

/**
 * What a database URL such as `postgres://alice:secret@db.example.com/sales?sslmode=require` says about an
 * engine's fields; null when the text is not one. Parts that the engine has no field for are left out.
 */
export function readConnectionUrl(text: string, engine: BuiltEngine): Understood[] | null {
  const url = parse(text)
  if (!url) return null
  const parts: Record<string, string> = {
    'host': url.hostname.replace(/^\[|\]$/g, ''),
    'port': url.port,
    'database': decode(url.pathname.slice(1)),
    'username': decode(url.username),
    'password': decode(url.password),
    'tls.mode': url.searchParams.get('sslmode') ?? url.searchParams.get('ssl-mode') ?? '',
  }
  const understood = fieldsOf(engine).flatMap((field) => {
    const value = valueFor(field, parts[field.name] ?? '')
    return value === null ? [] : [{ path: pathOf(field), label: field.label, value }]
  })
  return understood.length > 0 ? understood : null
}

function parse(text: string) {
  const trimmed = text.trim()
  if (!/^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(trimmed)) return null
  // URLs of schemes that browsers do not know are parsed the same everywhere only as http.
  const generic = trimmed
    .replace(/^[^:]+:/, 'http:')
    .replace(/^(http:\/\/[^/?#]*):80(?=[/?#]|$)/, '$1')
  return URL.canParse(generic) ? new URL(generic) : null
}

function valueFor(field: Field, told: string): string | number | null {
  if (!told) return null
  if (field.kind === 'integer') return Number(told)
  if (field.kind === 'choice') {
    const option = field.options.find(({ value }) => value === told.toLowerCase())
    return option?.value ?? null
  }
  return told
}

function decode(text: string) {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
