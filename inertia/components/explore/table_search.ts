import type { TableSummary } from '~/api/types'

/** Whether a table is found, as the server finds it: by its name, or by `schema.name` when there is a dot. */
export function isMatch({ schema, name }: TableSummary, search: string) {
  const wanted = search.toLowerCase()
  const whole = wanted.includes('.') && schema ? `${schema}.${name}` : name
  return whole.toLowerCase().includes(wanted)
}

/** Which part of a name is what was looked for; null when that is in its schema. */
export function matchIn(name: string, search: string): { start: number; end: number } | null {
  if (search === '') return null
  const folded = name.toLowerCase()
  // A letter that is longer in small would shift all after it.
  if (folded.length !== name.length) return null
  const afterSchema = search.slice(search.indexOf('.') + 1)
  for (const part of [search, afterSchema]) {
    const start = part === '' ? -1 : folded.indexOf(part.toLowerCase())
    if (start !== -1) return { start, end: start + part.length }
  }
  return null
}
