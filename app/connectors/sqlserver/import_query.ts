import type { RowFilter } from '#connectors/contracts'
import { comparandOf } from '#connectors/sqlserver/comparand'
import { importTypeOf } from '#connectors/sqlserver/import_types'
import { quote, quoteTable } from '#connectors/sqlserver/sql'
import type { SqlserverColumn, SqlserverStructure } from '#connectors/sqlserver/structure'
import type { Selection } from '#connectors/selection'
import { SQL_COMPARISONS } from '#connectors/sql_comparisons'

/** A query, and the texts of its parameters. */
export interface ImportQuery {
  sql: string
  values: Record<string, string>
}

/**
 * What is read of a table.
 *
 * @throws ConnectorError `bad_config` when a filter compares a column with what is no value of its type
 */
export function importQuery(
  { table }: SqlserverStructure,
  { filters, limit }: Selection<SqlserverColumn>,
  selected: readonly string[]
): ImportQuery {
  const values: Record<string, string> = {}
  const where = filters.map(({ column, filter }, i) => {
    const { sql, value } = condition(column, filter, `p${i}`)
    if (value !== null) values[`p${i}`] = value
    return sql
  })
  const sql = [
    `select ${limit === null ? '' : `top (${limit}) `}${selected.join(', ')}`,
    `from ${quoteTable(table)}`,
    ...(where.length > 0 ? [`where ${where.join(' and ')}`] : []),
  ].join(' ')
  return { sql, values }
}

function condition(
  column: SqlserverColumn,
  filter: RowFilter,
  parameter: string
): { sql: string; value: string | null } {
  const name = quote(column.name)
  if (!('value' in filter)) {
    return { sql: `${name} is ${filter.operator === 'is_null' ? '' : 'not '}null`, value: null }
  }
  const comparand = comparandOf(column, filter.value, parameter)
  const side = comparand.isOfTheText ? importTypeOf(column.facts, true).select(name) : name
  return {
    sql: `${side} ${SQL_COMPARISONS[filter.operator]} ${comparand.sql}`,
    value: comparand.value,
  }
}
