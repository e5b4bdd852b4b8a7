import type { TableRef } from '#connectors/contracts'
import { inDoubleQuotes, tableName } from '#connectors/preview_query'

export function quoteTable(table: TableRef): string {
  return tableName(table, inDoubleQuotes)
}
