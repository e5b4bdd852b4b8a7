import { type GrantsScript, PASSWORD_PLACEHOLDER } from '#connectors/grants'

/** https://www.mongodb.com/docs/manual/reference/built-in-roles/ */
export const grants: GrantsScript = {
  language: 'javascript',
  write({ role, schemas, database }) {
    const databases = schemas.length > 0 ? schemas : database === null ? [] : [database]
    const roles =
      databases.length > 0
        ? databases.map((db) => ({ role: 'read', db }))
        : [{ role: 'readAnyDatabase', db: 'admin' }]
    return [
      '// Run this in mongosh as a user administrator. Replace the password first.',
      '// Collections that are created later are included. The authentication database is admin.',
      'db.getSiblingDB("admin").createUser({',
      `  user: ${quote(role)},`,
      `  pwd: ${quote(PASSWORD_PLACEHOLDER)},`,
      '  roles: [',
      ...roles.map((one) => `    { role: ${quote(one.role)}, db: ${quote(one.db)} },`),
      '  ],',
      '})',
      '',
    ].join('\n')
  },
}

/** JSON is a part of JavaScript; the two separators of lines are escaped for editors' sake. */
function quote(text: string): string {
  return JSON.stringify(text).replace(/[\u2028\u2029]/g, (one) =>
    one === '\u2028' ? '\\u2028' : '\\u2029'
  )
}
