import { type ColumnPlan, fixed } from '#connectors/oracle/column_plan'
import type { DeclaredType } from '#connectors/oracle/declared_type'
import { writeNanoseconds, writeTimestamp } from '#connectors/oracle/moment_writers'
import { asTrimmedText } from '#connectors/oracle/value_writers'

/** Decimal places of a second that a dataset has, but for timestamps in nanoseconds. */
const MICROSECONDS = 6
const DAY_AND_TIME = 'SYYYY-MM-DD HH24:MI:SS'
const TO_SECONDS = `'${DAY_AND_TIME}'`
const TO_FRACTIONS = `'${DAY_AND_TIME}.FF'`
const WITH_ZONE = `'${DAY_AND_TIME}.FF TZH:TZM'`

/** A DATE has a time to the second. */
export function dateColumn(column: string): ColumnPlan {
  const selected = [`to_char(${column}, ${TO_SECONDS})`]
  return {
    ...fixed(selected, { name: 'timestamp' }, writeTimestamp),
    spelled: { write: asTrimmedText },
  }
}

export function timestampColumn(column: string, type: DeclaredType): ColumnPlan {
  const selected = [`to_char(${column}, ${TO_FRACTIONS})`]
  const spelled = { write: asTrimmedText }
  return decimalPlaces(type) > MICROSECONDS
    ? { ...fixed(selected, { name: 'timestamp_ns' }, writeNanoseconds), spelled }
    : { ...fixed(selected, { name: 'timestamp' }, writeTimestamp), spelled }
}

export function zonedColumn(column: string, type: DeclaredType): ColumnPlan {
  const note = 'Kept as the moment, in UTC: the zone of each value is not kept.'
  return momentColumn(column, `sys_extract_utc(${column})`, type, note)
}

/** The session's zone is UTC, so that what is local is shown in it. */
export function localColumn(column: string, type: DeclaredType): ColumnPlan {
  return momentColumn(column, column, type, null)
}

function momentColumn(
  column: string,
  inUtc: string,
  type: DeclaredType,
  note: string | null
): ColumnPlan {
  const selected = [`to_char(${column}, ${WITH_ZONE})`]
  if (decimalPlaces(type) > MICROSECONDS) {
    const why = 'Kept as text: a moment in a dataset has six decimal places.'
    return { ...fixed(selected, { name: 'varchar' }, asTrimmedText), note: why }
  }
  return {
    ...fixed([`to_char(${inUtc}, ${TO_FRACTIONS})`], { name: 'timestamptz' }, writeTimestamp),
    note,
    spelled: { selected, write: asTrimmedText },
  }
}

function decimalPlaces({ name }: DeclaredType): number {
  return Number(/\((\d+)\)/.exec(name)?.[1] ?? MICROSECONDS)
}
