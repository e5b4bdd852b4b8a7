import type { TableRef } from '#connectors/contracts'
import { tableName } from '#connectors/preview_query'

/** A name for SQL, in brackets whatever it holds. */
export function quote(name: string): string {
  return `[${name.replaceAll(']', ']]')}]`
}

export function quoteTable(table: TableRef): string {
  return tableName(table, quote)
}

/** SQL Server has no read-only transactions: whatever a view of the database does is undone. */
export function inTransaction(select: string): string {
  return `set nocount on; begin transaction; ${select}; if @@trancount > 0 rollback transaction`
}

/** A text for SQL; a backslash means something before the end of a line alone, and no text of ours has lines. */
export function quotedText(text: string): string {
  return `N'${text.replaceAll("'", "''")}'`
}
