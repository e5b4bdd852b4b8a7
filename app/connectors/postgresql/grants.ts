import { type GrantsScript, PASSWORD_PLACEHOLDER } from '#connectors/grants'
import { inDoubleQuotes } from '#connectors/preview_query'

/** PostgreSQL documentation, "Privileges" and "ALTER DEFAULT PRIVILEGES". */
export const grants: GrantsScript = {
  language: 'sql',
  write({ role, schemas, database }) {
    const name = inDoubleQuotes(role)
    const readable = schemas.length > 0 ? schemas : ['public']
    return [
      '-- Run this in the database itself, as its owner or an administrator.',
      '-- Replace the password first.',
      'BEGIN;',
      '',
      `CREATE ROLE ${name} LOGIN PASSWORD '${PASSWORD_PLACEHOLDER}'`,
      '  NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION CONNECTION LIMIT 20;',
      `ALTER ROLE ${name} SET default_transaction_read_only = on;`,
      ...(database === null
        ? []
        : [`GRANT CONNECT ON DATABASE ${inDoubleQuotes(database)} TO ${name};`]),
      ...readable.flatMap((schema) => ['', ...forSchema(inDoubleQuotes(schema), name)]),
      '',
      'COMMIT;',
      '',
      '-- Default privileges hold for tables that whoever runs this creates later. For those that other roles create,',
      '-- run the line again with FOR ROLE and the name of each, right after ALTER DEFAULT PRIVILEGES.',
      '-- Before version 15 everybody may create tables in the schema public. To take that away from everybody:',
      '-- REVOKE CREATE ON SCHEMA public FROM PUBLIC;',
      '',
    ].join('\n')
  },
}

function forSchema(schema: string, role: string): string[] {
  return [
    `GRANT USAGE ON SCHEMA ${schema} TO ${role};`,
    `GRANT SELECT ON ALL TABLES IN SCHEMA ${schema} TO ${role};`,
    `ALTER DEFAULT PRIVILEGES IN SCHEMA ${schema} GRANT SELECT ON TABLES TO ${role};`,
  ]
}
