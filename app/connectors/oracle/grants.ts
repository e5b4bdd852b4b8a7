import { ConnectorError } from '#connectors/connector_error'
import { type GrantsScript, PASSWORD_PLACEHOLDER } from '#connectors/grants'

/** Oracle Database SQL Language Reference, "CREATE USER" and "GRANT"; READ differs from SELECT in that it locks nothing. */
export const grants: GrantsScript = {
  language: 'sql',
  write({ role, schemas }) {
    const user = quote(role, 'role')
    return [
      '-- Run this in the pluggable database, as an administrator. Replace the password first.',
      `CREATE USER ${user} IDENTIFIED BY "${PASSWORD_PLACEHOLDER}";`,
      `GRANT CREATE SESSION TO ${user};`,
      '',
      ...(schemas.length > 0 ? schemas : ['REPLACE_WITH_THE_SCHEMA']).flatMap((schema) =>
        forSchema(schema, user)
      ),
      '-- Tables that are created later need the block again. From version 23 on, this includes them:',
      '-- GRANT READ ANY TABLE ON SCHEMA schema TO user;',
      '',
    ].join('\n')
  },
}

/** One grant an object: there is none for a whole schema before version 23. */
function forSchema(schema: string, user: string): string[] {
  quote(schema, 'schema')
  return [
    'BEGIN',
    '  FOR object IN (',
    '    SELECT owner, object_name FROM all_objects',
    `    WHERE owner = ${literal(fold(schema))}`,
    "      AND object_type IN ('TABLE', 'VIEW', 'MATERIALIZED VIEW')",
    "      AND secondary = 'N' AND object_name NOT LIKE 'BIN$%'",
    '  ) LOOP',
    `    EXECUTE IMMEDIATE 'GRANT READ ON "' || object.owner || '"."' || object.object_name || '" TO ${user.replaceAll("'", "''")}';`,
    '  END LOOP;',
    'END;',
    '/',
    '',
  ]
}

/**
 * Plain names are stored in upper case and found in any; others keep theirs.
 * @throws ConnectorError `bad_config`: no name can hold a double quote
 */
function quote(name: string, field: string): string {
  if (name.includes('"')) {
    throw new ConnectorError('bad_config', 'A name in Oracle cannot hold a double quote.', {
      field,
    })
  }
  return `"${fold(name)}"`
}

function fold(name: string): string {
  return /^[A-Za-z][\w$#]*$/.test(name) ? name.toUpperCase() : name
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
