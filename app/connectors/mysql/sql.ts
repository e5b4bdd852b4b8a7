import type { TableRef } from '#connectors/contracts'
import { tableName } from '#connectors/preview_query'

/** A name for SQL, in backticks whatever it holds; the driver's own would read a dot as a separator. */
export function quote(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``
}

export function quoteTable(table: TableRef): string {
  return tableName(table, quote)
}

/** A text for SQL as hexadecimal digits, which mean the same under every `sql_mode` and character set. */
export function literal(text: string): string {
  return `_utf8mb4 X'${Buffer.from(text, 'utf8').toString('hex')}'`
}

/**
 * A text for SQL where only quotes are understood. It cannot be left under any `sql_mode`, and is read as it was
 * written under that of our sessions, where a backslash escapes.
 */
export function quotedText(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
}
