import { ConnectorError } from '#connectors/connector_error'
import type { RowFilter } from '#connectors/contracts'
import { comparedWith } from '#connectors/oracle/compared_values'
import type { Bind } from '#connectors/oracle/row_cursor'
import { quote, quoteTable } from '#connectors/oracle/sql'
import type { OracleColumn, OracleStructure } from '#connectors/oracle/structure'
import type { Selection } from '#connectors/selection'
import { printable } from '#connectors/whereabouts'
import { SQL_COMPARISONS } from '#connectors/sql_comparisons'

export interface ImportQuery {
  sql: string
  binds: Bind[]
}

/**
 * What is read of a table. ROWNUM bounds it in every release, also beside a LONG or columns of one name.
 *
 * @throws ConnectorError `bad_config` when a filter compares a column with what is no value of its type
 */
export function importQuery(
  { table }: OracleStructure,
  { filters, limit }: Selection<OracleColumn>,
  selected: readonly string[]
): ImportQuery {
  const binds: Bind[] = []
  const where = filters.map(({ column, filter }) => condition(column, filter, binds))
  if (limit !== null) where.push(`rownum <= ${limit}`)
  const sql = [
    `select ${selected.join(', ')} from ${quoteTable(table)}`,
    ...(where.length > 0 ? [`where ${where.join(' and ')}`] : []),
  ].join(' ')
  return { sql, binds }
}

function condition(column: OracleColumn, filter: RowFilter, binds: Bind[]): string {
  const name = quote(column.name)
  if (!('value' in filter)) return `${name} is ${filter.operator === 'is_null' ? '' : 'not '}null`
  const compared = comparedWith(column.declared, filter.value)
  if (!compared) throw refusal(column, 'The filter', 'compares with what is no value of')
  if (compared === 'never') {
    throw refusal(column, 'A filter', 'can only look for NULL: the database does not compare')
  }
  binds.push(compared.bind)
  return `${name} ${SQL_COMPARISONS[filter.operator]} ${compared.expression(`:b${binds.length}`)}`
}

function refusal({ name, type }: OracleColumn, filter: string, what: string): ConnectorError {
  return new ConnectorError(
    'bad_config',
    `${filter} on ${printable(name) ?? 'a column'} ${what} the type ${type}.`,
    { field: null, hint: 'Spell the value as the database does.' }
  )
}
