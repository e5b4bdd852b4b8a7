import { databaseFile, databaseUrl } from '#config/database'

/**
 * Why the application database cannot be used, in one sentence with the remedy. Of the driver's error it takes the code,
 * because its words may hold anything; of the variable everything but the password.
 */
export function databaseFault(error: unknown): string {
  const code = String(Object(error).code ?? Object(error).name)
  return databaseFile ? fileFault(code, databaseFile) : serverFault(code, new URL(databaseUrl))
}

const REFUSED_LOGIN = [
  '28P01',
  '28000',
  'ER_ACCESS_DENIED_ERROR',
  'ER_ACCESS_DENIED_NO_PASSWORD_ERROR',
]
const REFUSED_DATABASE = ['3D000', 'ER_BAD_DB_ERROR', 'ER_DBACCESS_DENIED_ERROR']
const TLS = /SSL|TLS|CERT|SIGNATURE/

/** Whether an error says that the application database does not let us in, rather than that it refuses a statement. */
export function isOfDatabase(error: unknown): boolean {
  const { code, syscall, address, hostname, port } = Object(error)
  if (databaseFile) return /^SQLITE_(CANTOPEN|NOTADB|CORRUPT|READONLY)/.test(code)
  if ([...REFUSED_LOGIN, ...REFUSED_DATABASE].includes(code)) return true
  const url = new URL(databaseUrl)
  const isServer = [address, hostname].includes(url.hostname)
  return (
    (syscall === 'getaddrinfo' && isServer) ||
    (syscall === 'connect' && (isServer || String(port) === url.port))
  )
}

function serverFault(code: string, url: URL): string {
  const server = url.host
  const user = decodeURIComponent(url.username)
  const database = decodeURIComponent(url.pathname.slice(1))
  if (REFUSED_LOGIN.includes(code)) {
    return `DATABASE_URL: ${server} does not let the user "${user}" in with this password (${code}). Correct one of them.`
  }
  if (REFUSED_DATABASE.includes(code)) {
    return `DATABASE_URL: ${server} has no database "${database}" for the user "${user}" (${code}). Make it, or correct the name.`
  }
  if (TLS.test(code)) {
    return `DATABASE_URL: TLS with ${server} fails (${code}). Correct its certificate, or the sslmode of the variable.`
  }
  return `DATABASE_URL: no database answers at ${server} (${code}). Start it, or correct the address.`
}

function fileFault(code: string, file: string): string {
  const variable = process.env.DATABASE_URL ? 'DATABASE_URL' : 'DATA_DIR'
  if (/NOTADB|CORRUPT/.test(code)) {
    return `${variable}: ${file} is not an SQLite database, or a damaged one (${code}). Restore it from a backup, or name another file.`
  }
  return `${variable}: the database ${file} cannot be opened for writing (${code}). Let this process's user write to it and its folder, or name another.`
}
