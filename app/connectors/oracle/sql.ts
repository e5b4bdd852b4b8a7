import { ConnectorError } from '#connectors/connector_error'
import type { TableRef } from '#connectors/contracts'
import { tableName } from '#connectors/preview_query'

/** A name for SQL. Names of this database hold anything but a double quote, and there is no way to write one. */
export function quote(name: string): string {
  if (name.includes('"') || name.includes('\0')) throw new ConnectorError('table_not_found')
  return `"${name}"`
}

export function quoteTable(table: TableRef): string {
  return tableName(table, quote)
}
