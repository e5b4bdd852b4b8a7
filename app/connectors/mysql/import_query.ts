import { ConnectorError } from '#connectors/connector_error'
import type { RowFilter } from '#connectors/contracts'
import { literal, quote, quoteTable } from '#connectors/mysql/sql'
import type { MysqlColumn, MysqlStructure } from '#connectors/mysql/structure'
import type { Selection } from '#connectors/selection'
import { printable } from '#connectors/whereabouts'
import { SQL_COMPARISONS } from '#connectors/sql_comparisons'

const NUMBERS = /int$|^decimal$|^float$|^double$|^year$/
const DATES = /^(date|datetime|timestamp)$/
const NUMBER = /^[+-]?\d{1,80}(\.\d{1,80})?([eE][+-]?\d{1,3})?$/
/** Sessions are in UTC; other offsets, which some servers do not understand, are not taken. */
const DATE = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d:\d\d(?:\.\d{1,6})?)(?:Z|\+00(?::00)?)?)?$/

/**
 * What is read of a table.
 *
 * @throws ConnectorError `bad_config` when a filter compares a column with what is no value of its type
 */
export function importQuery(
  { table }: MysqlStructure,
  { filters, limit }: Selection<MysqlColumn>,
  selected: readonly string[]
): string {
  const where = filters.map(({ column, filter }) => condition(column, filter))
  return [
    `SELECT ${selected.join(', ')} FROM ${quoteTable(table)}`,
    ...(where.length > 0 ? [`WHERE ${where.join(' AND ')}`] : []),
    ...(limit === null ? [] : [`LIMIT ${limit}`]),
  ].join(' ')
}

function condition(column: MysqlColumn, filter: RowFilter): string {
  const name = quote(column.name)
  if (!('value' in filter)) return `${name} IS ${filter.operator === 'is_null' ? '' : 'NOT '}NULL`
  return `${name} ${SQL_COMPARISONS[filter.operator]} ${valueOf(column, filter.value)}`
}

/** The server would take any text for a number, by what it begins with, and compare large ones as doubles. */
function valueOf({ name, type, dataType }: MysqlColumn, value: string): string {
  if (NUMBERS.test(dataType)) {
    if (NUMBER.test(value)) return value
  } else if (!DATES.test(dataType)) return literal(value)
  const [, day, time] = DATES.test(dataType) ? (DATE.exec(value) ?? []) : []
  if (day) return time ? `'${day} ${time}'` : `'${day}'`
  throw new ConnectorError(
    'bad_config',
    `The filter on ${printable(name) ?? 'a column'} compares with what is no value of the type ${type}.`,
    { field: null, hint: 'Spell the value as the database does.' }
  )
}
