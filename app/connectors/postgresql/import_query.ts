import { ConnectorError } from '#connectors/connector_error'
import type { RowFilter } from '#connectors/contracts'
import { run } from '#connectors/postgresql/query'
import type { PostgresqlSession } from '#connectors/postgresql/session'
import { quoteTable } from '#connectors/postgresql/sql'
import type { PostgresqlColumn, PostgresqlStructure } from '#connectors/postgresql/structure'
import type { TypeFacts } from '#connectors/postgresql/type_facts'
import { inDoubleQuotes } from '#connectors/preview_query'
import type { Selection } from '#connectors/selection'
import { printable } from '#connectors/whereabouts'
import { SQL_COMPARISONS } from '#connectors/sql_comparisons'

/** What is copied out of a table. */
export function importQuery(
  { table }: PostgresqlStructure,
  { filters, limit }: Selection<PostgresqlColumn>,
  selected: readonly string[],
  types: ReadonlyMap<string, TypeFacts>
): string {
  const where = filters.map(({ column, filter }) => condition(filter, types.get(column.name)))
  return [
    `select ${selected.join(', ')} from ${quoteTable(table)}`,
    ...(where.length > 0 ? [`where ${where.join(' and ')}`] : []),
    ...(limit === null ? [] : [`limit ${limit}`]),
  ].join(' ')
}

/**
 * Asks the server whether it understands what columns are compared with.
 *
 * @throws ConnectorError `bad_config` that names the column
 */
export async function checkFilters(
  session: PostgresqlSession,
  { filters }: Selection<PostgresqlColumn>,
  types: ReadonlyMap<string, TypeFacts>
): Promise<void> {
  for (const { column, filter } of filters) {
    if (!('value' in filter)) continue
    // No text of the server's has one, and without it another value would be compared.
    if (filter.value.includes('\0')) throw holdsNul(column)
    try {
      await run(session, `select ${typedLiteral(filter.value, types.get(column.name))}`)
    } catch (error) {
      if (!isAboutValue(error)) throw error
      throw new ConnectorError(
        'bad_config',
        `The filter on ${printable(column.name) ?? 'a column'} compares with what is no value of the type ${column.type}.`,
        { field: null, hint: 'Spell the value as the database does.', cause: error }
      )
    }
  }
}

function holdsNul({ name }: PostgresqlColumn): ConnectorError {
  return new ConnectorError(
    'bad_config',
    `The filter on ${printable(name) ?? 'a column'} compares with a text that holds a NUL character, which no text of PostgreSQL does.`,
    { field: null, hint: 'Leave the character out.' }
  )
}

function condition(filter: RowFilter, type: TypeFacts | undefined): string {
  const column = inDoubleQuotes(filter.column)
  if (!('value' in filter)) return `${column} is ${filter.operator === 'is_null' ? '' : 'not '}null`
  return `${column} ${SQL_COMPARISONS[filter.operator]} ${typedLiteral(filter.value, type)}`
}

/** The type has no modifier: with one, a value that is too long would be cut. */
function typedLiteral(value: string, type: TypeFacts | undefined): string {
  return `${literal(value)}::${type?.name ?? 'text'}`
}

/** Backslashes mean the same in it whatever `standard_conforming_strings` says. */
function literal(value: string): string {
  const escaped = value.replaceAll('\\', '\\\\').replaceAll("'", "''")
  return `E'${escaped}'`
}

/** Class 22 is data exceptions. */
function isAboutValue(error: unknown): boolean {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' && code.startsWith('22')
}
