import { type GrantsScript, PASSWORD_PLACEHOLDER } from '#connectors/grants'
import { quote } from '#connectors/mysql/sql'

/** Refused by the server until somebody replaces it. */
const DATABASE_PLACEHOLDER = 'REPLACE_WITH_THE_DATABASE'

/** https://dev.mysql.com/doc/refman/8.4/en/grant.html, https://mariadb.com/kb/en/grant/ */
export const grants: GrantsScript = {
  language: 'sql',
  write({ role, schemas, database }) {
    const user = `${quote(role)}@'%'`
    const named = schemas.length > 0 ? schemas : database === null ? [] : [database]
    const databases = named.length > 0 ? named : [DATABASE_PLACEHOLDER]
    return [
      '-- Run this as an administrator. Replace the password first, and the database where none was named.',
      "-- '%' lets the user come from any address: better write the one that this server connects from.",
      `CREATE USER ${user} IDENTIFIED BY '${PASSWORD_PLACEHOLDER}';`,
      '-- Tables that are created later are included.',
      ...databases.map((name) => `GRANT SELECT, SHOW VIEW ON ${quotePattern(name)}.* TO ${user};`),
      '',
      '-- To let the user sign in only over TLS, run ALTER USER … REQUIRE SSL;',
      '',
    ].join('\n')
  },
}

/** In GRANT a database's name is a pattern, in which `_` and `%` stand for others unless a backslash precedes. */
function quotePattern(name: string): string {
  return quote(name.replace(/[\\_%]/g, (character) => `\\${character}`))
}
