import { type GrantsScript, PASSWORD_PLACEHOLDER } from '#connectors/grants'

const KINDS = ['TABLES', 'VIEWS', 'MATERIALIZED VIEWS', 'EXTERNAL TABLES', 'DYNAMIC TABLES']

/** https://docs.snowflake.com/en/sql-reference/sql/grant-privilege */
export const grants: GrantsScript = {
  language: 'sql',
  write({ role, schemas, database }) {
    const name = quote(role)
    const base = quote(database ?? 'REPLACE_WITH_THE_DATABASE')
    const readable = schemas.length > 0 ? schemas : ['PUBLIC']
    return [
      '-- Replace the password and the warehouse first, and the database where none was named.',
      'USE ROLE SECURITYADMIN;',
      `CREATE ROLE IF NOT EXISTS ${name};`,
      `GRANT USAGE ON WAREHOUSE "REPLACE_WITH_THE_WAREHOUSE" TO ROLE ${name};`,
      `GRANT USAGE ON DATABASE ${base} TO ROLE ${name};`,
      ...readable.flatMap((schema) => ['', ...forSchema(`${base}.${quote(schema)}`, name)]),
      '',
      'USE ROLE USERADMIN;',
      `CREATE USER ${name} PASSWORD = '${PASSWORD_PLACEHOLDER}' DEFAULT_ROLE = ${name};`,
      'USE ROLE SECURITYADMIN;',
      `GRANT ROLE ${name} TO USER ${name};`,
      '',
      '-- Accounts that ask for a second factor let programs in with a key pair: instead of PASSWORD write',
      "-- TYPE = SERVICE RSA_PUBLIC_KEY = '…', and paste the private key into the connection.",
      '',
    ].join('\n')
  },
}

function forSchema(schema: string, role: string): string[] {
  const extents = ['ALL', 'FUTURE'].flatMap((extent) => KINDS.map((kind) => `${extent} ${kind}`))
  return [
    `GRANT USAGE ON SCHEMA ${schema} TO ROLE ${role};`,
    ...extents.map((extent) => `GRANT SELECT ON ${extent} IN SCHEMA ${schema} TO ROLE ${role};`),
  ]
}

/** Plain names are stored in upper case and found in any; others keep theirs. */
function quote(name: string): string {
  const folded = /^[A-Za-z_][\w$]*$/.test(name) ? name.toUpperCase() : name
  return `"${folded.replaceAll('"', '""')}"`
}
