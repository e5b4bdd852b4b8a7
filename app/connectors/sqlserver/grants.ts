import { type GrantsScript, PASSWORD_PLACEHOLDER } from '#connectors/grants'
import { quote } from '#connectors/sqlserver/sql'

/** https://learn.microsoft.com/sql/t-sql/statements/grant-schema-permissions-transact-sql */
export const grants: GrantsScript = {
  language: 'sql',
  write({ role, schemas, database }) {
    const name = quote(role)
    const readable = schemas.length > 0 ? schemas : ['dbo']
    return [
      '-- Run this as an administrator. Replace the password first, and the database where none was named.',
      'USE [master];',
      'GO',
      `CREATE LOGIN ${name} WITH PASSWORD = N'${PASSWORD_PLACEHOLDER}';`,
      'GO',
      `USE ${quote(database ?? 'REPLACE_WITH_THE_DATABASE')};`,
      'GO',
      `CREATE USER ${name} FOR LOGIN ${name};`,
      '-- Tables that are created later in these schemas are included.',
      ...readable.map((schema) => `GRANT SELECT ON SCHEMA::${quote(schema)} TO ${name};`),
      'GO',
      '',
      '-- In Azure SQL run the first part while connected to master, the second while connected to the database,',
      '-- both without USE.',
      '',
    ].join('\n')
  },
}
