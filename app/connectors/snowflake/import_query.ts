import { conditionOf } from '#connectors/snowflake/import_filter'
import type { Statement } from '#connectors/snowflake/query'
import type { SnowflakeSession } from '#connectors/snowflake/session'
import { quoteTable } from '#connectors/snowflake/sql'
import type { SnowflakeColumn, SnowflakeStructure } from '#connectors/snowflake/structure'
import type { Selection } from '#connectors/selection'

/**
 * What is read of a table.
 *
 * @param moment milliseconds since 1970 at which the table is read; null for now
 * @throws ConnectorError `bad_config` when a filter compares a column with what is no value of its type
 */
export function importStatement(
  { context }: SnowflakeSession,
  { table }: SnowflakeStructure,
  { filters, limit }: Selection<SnowflakeColumn>,
  selected: readonly string[],
  moment: string | null
): Statement {
  const conditions = filters.map(({ column, filter }) => conditionOf(column, filter))
  const sqlText = [
    `SELECT ${selected.join(', ')} FROM ${quoteTable(context.database, table)}`,
    ...(moment === null ? [] : [`AT (TIMESTAMP => TO_TIMESTAMP_LTZ(${moment}, 3))`]),
    ...(conditions.length > 0 ? [`WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}`] : []),
    ...(limit === null ? [] : [`LIMIT ${limit}`]),
  ].join(' ')
  return { sqlText, binds: conditions.flatMap(({ binds }) => binds) }
}
