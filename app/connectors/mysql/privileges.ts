/** Privileges with which nothing can be written. */
const READING = new Set([
  'USAGE',
  'SELECT',
  'SHOW VIEW',
  'SHOW DATABASES',
  'SHOW CREATE ROUTINE',
  'SHOW_ROUTINE',
  'PROCESS',
  'LOCK TABLES',
  'CREATE TEMPORARY TABLES',
  'BINLOG MONITOR',
  'REPLICA MONITOR',
  'SLAVE MONITOR',
  'REPLICATION CLIENT',
  'REPLICATION SLAVE',
])

/**
 * Whether SHOW GRANTS leaves nothing to write with; null when a role was granted and what it may do is not shown.
 */
export function isReadOnly(grants: readonly string[]): boolean | null {
  let isKnown = true
  for (const grant of grants) {
    const privileges = privilegesOf(grant)
    if (privileges === null) isKnown = false
    else if (!privileges.every((privilege) => READING.has(privilege))) return false
  }
  return isKnown ? true : null
}

/** Whether it may do anything on the whole server. */
export function isSuperuser(grants: readonly string[]): boolean {
  return grants.some((grant) => /^GRANT (ALL PRIVILEGES|(.*, ?)?SUPER(,.*)?) ON \*\.\*/.test(grant))
}

/** `GRANT a, b (column), c ON …`; null for `GRANT role TO …`. */
function privilegesOf(grant: string): string[] | null {
  const listed = /^GRANT (.+?) ON /.exec(withoutNames(grant))?.[1]
  return listed === undefined ? null : listed.split(',').map((privilege) => privilege.trim())
}

/** Names and lists of columns may hold anything, such as ` ON `. */
function withoutNames(grant: string): string {
  return grant.replace(/`(?:[^`]|``)*`|'(?:[^'\\]|''|\\.)*'/g, '?').replace(/ ?\([^()]*\)/g, '')
}
