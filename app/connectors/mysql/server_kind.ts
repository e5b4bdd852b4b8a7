/** Which of the two servers that speak this protocol it is; error numbers, variables and catalogs differ. */
export interface ServerKind {
  isMariadb: boolean
  version: string
}

/**
 * Reads the version of the server's greeting. MariaDB puts `5.5.5-` before its own, for replicas that know no
 * version above 5 (https://mariadb.com/kb/en/connection/#initial-handshake-packet).
 */
export function serverKind(greeting: string): ServerKind {
  const isMariadb = /mariadb/i.test(greeting)
  const own = isMariadb ? greeting.replace(/^5\.5\.5-/, '') : greeting
  const [number = own] = /^\d+(\.\d+)*/.exec(own) ?? []
  return { isMariadb, version: isMariadb ? `${number}-MariaDB` : number }
}
