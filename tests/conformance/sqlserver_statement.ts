/** A statement of the suite as SQL Server spells it, which makes tables of queries in another way. */
export function sqlserverStatement(sql: string): string {
  return sql.replace(/^create table (\w+) as select (.*) from /s, 'select $2 into $1 from ')
}
