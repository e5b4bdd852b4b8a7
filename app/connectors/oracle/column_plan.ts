import type { ColumnType } from '#connectors/columnar/column_type'
import type { Source } from '#connectors/oracle/import_sources'
import { asText, type WritesValues } from '#connectors/oracle/value_writers'

/** How the values of a column are asked for, and become the dataset's. */
export interface ImportType extends Source, WritesValues {
  type: ColumnType
  note: string | null
}

/** What a column becomes by itself; `spelled` is what differs when it is kept as text. */
export interface ColumnPlan extends ImportType {
  spelled?: Partial<Source> & WritesValues
}

/** Bytes that a value of a type without a length takes, at most. */
export const SHORT = 64

/** Of a type whose values are short. */
export function fixed(
  selected: string[],
  type: ColumnType,
  write: WritesValues['write']
): ImportType {
  return { selected, width: SHORT, isWhole: false, type, write, note: null }
}

export function textColumn(expression: string, note: string | null): ColumnPlan {
  return { ...fixed([expression], { name: 'varchar' }, asText), note }
}
