import type { StandinTable, Stored } from '#tests/support/standins/oracle/database'
import { formatMoment, inUtc, type Moment } from '#tests/support/standins/oracle/moments'
import type { WireType, WireValue } from '#tests/support/standins/oracle/values'

/** An expression of a select list: how it travels, and what it is in a row. */
export interface Evaluated {
  type: WireType
  valueIn(row: Stored[]): WireValue
}

/** The expressions that the connector writes around a column. */
const FORMS: readonly (readonly [RegExp, (source: Source, ...parts: string[]) => Evaluated])[] = [
  [/^("[^"]+")$/, ({ type, stored }) => ({ type, valueIn: (row) => plain(stored(row)) })],
  [
    /^substr\((.+), 1, (\d+)\)$/,
    ({ type, stored }, limit) => ({
      type,
      valueIn: (row) => textOf(stored(row), (text) => text.slice(0, Number(limit))),
    }),
  ],
  [
    /^length\((.+)\)$/,
    ({ stored }) => numeric((row) => textOf(stored(row), (text) => String(text.length))),
  ],
  [
    /^to_char\((.+), '(.+)'\)$/,
    ({ stored }, model) => ({
      type: 'varchar',
      valueIn: (row) =>
        stored(row) === null ? null : formatMoment(stored(row) as Moment, model ?? ''),
    }),
  ],
  [
    /^case when length\((.+)\) <= (\d+) then cast\(\1 as (varchar2|nvarchar2|raw)\(\d+\)\) end$/,
    ({ stored }, most, type) => ({
      type: CASTS[type as keyof typeof CASTS],
      valueIn: (row) => unless(stored(row), (length) => length > Number(most)),
    }),
  ],
  [
    /^case when length\((.+)\) > (\d+) then \1 end$/,
    ({ stored, type }, most) => ({
      type,
      valueIn: (row) => unless(stored(row), (length) => length <= Number(most)),
    }),
  ],
  [/^to_char\(([^,]+)\)$/, asText],
  [/^cast\((.+) as varchar2\(4000\)\)$/, asText],
  [
    /^case when (.+) is not null then 1 end$/,
    ({ stored }) => numeric((row) => (stored(row) === null ? null : '1')),
  ],
  [
    /^case when ("[^"]+") is null then null when \1 then 1 else 0 end$/,
    ({ stored }) => numeric((row) => textOf(stored(row), (text) => (text === 'true' ? '1' : '0'))),
  ],
]

const CASTS = { varchar2: 'varchar', nvarchar2: 'nvarchar', raw: 'raw' } as const

/** Functions of the server that turn what SQL cannot cut into a CLOB. */
const SERIALIZERS =
  /^(?:xmlserialize\(content (.+) as clob\)|(?:json|vector)_serialize\((.+) returning clob(?: error on error)?\))$/

interface Source {
  type: WireType
  stored(row: Stored[]): Stored
}

/** @throws TypeError for what the connector is not known to write */
export function evaluate(expression: string, table: StandinTable): Evaluated {
  if (expression === '1') return numeric(() => '1')
  for (const [form, make] of FORMS) {
    const [matched, argument = '', ...parts] = form.exec(expression) ?? []
    if (matched !== undefined) return make(sourceOf(argument, table), ...parts)
  }
  throw new TypeError(`Not a known expression: ${expression}`)
}

function sourceOf(expression: string, table: StandinTable): Source {
  const [, local] = /^sys_extract_utc\((.+)\)$/.exec(expression) ?? []
  if (local !== undefined) {
    const { type, stored } = sourceOf(local, table)
    return { type, stored: (row) => stored(row) && inUtc(stored(row) as Moment) }
  }
  const [, xml, other] = SERIALIZERS.exec(expression) ?? []
  const name = xml ?? other ?? expression
  const at = table.columns.findIndex((column) => `"${column.name}"` === name)
  const column = table.columns[at]
  if (!column) throw new TypeError(`Not a known column: ${name}`)
  const isSerialized = xml !== undefined || other !== undefined
  return { type: isSerialized ? 'clob' : column.wire, stored: (row) => row[at] ?? null }
}

function asText({ stored }: Source): Evaluated {
  return { type: 'varchar', valueIn: (row) => textOf(stored(row), (text) => text) }
}

function numeric(valueIn: (row: Stored[]) => string | null): Evaluated {
  return { type: 'number', valueIn }
}

/** Nothing is kept of what has no length, as the database has no empty texts. */
function unless(stored: Stored, isOther: (length: number) => boolean): WireValue {
  const value = plain(stored)
  if (value === null || typeof value === 'number') return value
  return value.length === 0 || isOther(value.length) ? null : value
}

function textOf(stored: Stored, read: (text: string) => string): string | null {
  return stored === null ? null : read(String(stored))
}

function plain(stored: Stored): WireValue {
  if (typeof stored === 'object' && stored !== null && !Buffer.isBuffer(stored)) {
    throw new TypeError('Dates are asked for as text')
  }
  return stored
}

/** The parts of a list, at commas that stand neither in quotes nor in parentheses. */
export function splitList(list: string): string[] {
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (const { 0: token, index } of list.matchAll(/"[^"]*"|'[^']*'|[(),]/g)) {
    if (token === '(') depth += 1
    else if (token === ')') depth -= 1
    else if (token === ',' && depth === 0) {
      parts.push(list.slice(start, index).trim())
      start = index + 1
    }
  }
  return [...parts, list.slice(start).trim()]
}
