import type { TableRef } from '#connectors/contracts'

/** A name for SQL, in quotes whatever it holds: without them it would be read in upper case. */
export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

export function quoteTable(database: string, { schema, name }: TableRef): string {
  return [database, schema ?? 'PUBLIC', name].map(quote).join('.')
}

/** A text for SQL; backslashes are escapes in Snowflake's. */
export function literal(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
}
