import type { DatasetInput, TableSummary } from '~/api/types'

/** One comparison; `column` and `value` are empty until they are filled in. */
export interface ChosenFilter {
  column: string
  operator: string
  value: string
}

/** What is wanted of a table that is not all of it, and how it is refreshed. */
export interface TableOptions {
  /** Null for all. */
  columns: string[] | null
  filters: ChosenFilter[]
  limit: number | null
  /** A column that only grows: a refresh adds the rows above its highest value. Null to read everything again. */
  cursor: string | null
}

export const everything: TableOptions = { columns: null, filters: [], limit: null, cursor: null }

/** A table that is to be imported. */
export interface ChosenTable {
  table: TableSummary
  options: TableOptions
}

export function isNarrowed({ columns, filters, limit }: TableOptions): boolean {
  return columns !== null || filters.length > 0 || limit !== null
}

/** Tests of null compare with nothing. */
export function takesValue(operator: string): boolean {
  return operator !== 'is_null' && operator !== 'is_not_null'
}

/** The first table with a filter that lacks something; null when all are whole. */
export function unfinished(chosen: ChosenTable[]): ChosenTable | null {
  const lacks = ({ column, operator, value }: ChosenFilter) =>
    column === '' || (takesValue(operator) && value === '')
  return chosen.find(({ options }) => options.filters.some(lacks)) ?? null
}

/** As the API takes it. */
export function orderOf(chosen: ChosenTable[]): DatasetInput['tables'] {
  return chosen.map(({ table: { schema, name }, options }) => {
    const { columns, filters, limit } = options
    const cursor = cursorOf(options)
    return {
      schema,
      name,
      ...(columns && { columns }),
      ...(filters.length > 0 && { filters: filters.map(filterOf) }),
      ...(limit !== null && { limit }),
      ...(cursor !== null && { cursor }),
    }
  })
}

/** Null when it is not imported at all. */
export function cursorOf({ columns, cursor }: TableOptions): string | null {
  return cursor !== null && columns && !columns.includes(cursor) ? null : cursor
}

function filterOf({ column, operator, value }: ChosenFilter) {
  return takesValue(operator) ? { column, operator, value } : { column, operator }
}

/** Rows that all of it will be at most; null where one table's are not known. */
export function estimateOf(chosen: ChosenTable[]): number | null {
  let all = 0
  for (const { table, options } of chosen) {
    const rows = table.rowEstimate ?? options.limit
    if (rows === null) return null
    all += Math.min(rows, options.limit ?? Infinity)
  }
  return all
}
