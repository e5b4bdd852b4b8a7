import { isObject } from '#validators/strict_object'

const MASK = '••••'

/** Flags in the place of secrets. */
export function masked(names: string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, MASK]))
}

/** A connection of a readable file: what somebody wrote into it by hand stays, masks are taken out and named. */
export function unmasked(entry: unknown): { entry: unknown; maskedFields: string[] } {
  if (!isObject(entry) || !isObject(entry.credentials)) return { entry, maskedFields: [] }
  const fields = Object.entries(entry.credentials)
  const maskedFields = fields.filter(([, value]) => value === MASK).map(([name]) => name)
  const kept = fields.filter(([, value]) => value !== MASK)
  return { entry: { ...entry, credentials: Object.fromEntries(kept) }, maskedFields }
}
