/** Words of SQL that the suite writes in lower case; all others in lower case are names. */
const WORDS = new Set(
  'create table as select from cross join insert into values integer null true false'.split(' ')
)

/** Puts names into quotes: without them Snowflake would read them in upper case. */
export function withQuotedNames(sql: string): string {
  return sql.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|\b[a-z_]\w*\b/g, (token) =>
    /^[a-z_]/.test(token) && !WORDS.has(token) ? `"${token}"` : token
  )
}
