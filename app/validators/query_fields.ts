import vine from '@vinejs/vine'
import type { SchemaTypes } from '@vinejs/vine/types'
import { DateTime } from 'luxon'
import { documented } from '#validators/documented'

/** Query strings say everything in text; these are their numbers, flags and lists. */

export function page() {
  return vine
    .number()
    .parse(orElse(1))
    .use(documented({ default: 1 }))
    .withoutDecimals()
    .min(1)
    .max(1_000_000)
}

export function perPage(usual: number, most: number) {
  return vine
    .number()
    .parse(orElse(usual))
    .use(documented({ default: usual }))
    .withoutDecimals()
    .min(1)
    .max(most)
}

export function searchText() {
  return plainText(200)
}

/** What a person can type: PostgreSQL refuses a text with a zero in it, ours as well as a target. */
export function plainText(maxLength: number) {
  return vine
    .string()
    .trim()
    .maxLength(maxLength)
    .regex(/^\P{Cc}*$/u)
}

export function flag() {
  return vine.enum(['true', 'false'] as const).optional()
}

/** A name given once is a list of one. */
export function repeatable<Schema extends SchemaTypes>(item: Schema, most: number) {
  return vine
    .array(item)
    .parse((value) => (typeof value === 'string' ? [value] : value))
    .maxLength(most)
    .optional()
}

/** One of the columns, with `-` before it for descending. */
export function sortBy<Column extends string>(
  columns: readonly Column[],
  usual: Column | `-${Column}`
) {
  const choices = columns.flatMap((column) => [column, `-${column}` as const])
  return vine
    .enum(choices)
    .parse(orElse(usual))
    .use(documented({ default: usual }))
}

function orElse(usual: string | number) {
  return (value: unknown) => (value === undefined ? usual : value)
}

/** A moment in ISO 8601; without an offset it is UTC. */
export function instant() {
  return vine.string().use(isoInstant()).optional()
}

const isoInstant = vine.createRule(
  function date(value, _, field) {
    if (typeof value !== 'string') return
    if (!DateTime.fromISO(value, { zone: 'utc' }).isValid) {
      field.report('This must be a date or a moment in ISO 8601.', 'date', field)
    }
  },
  { toJSONSchema: (schema) => void (schema.description = 'ISO 8601') }
)
