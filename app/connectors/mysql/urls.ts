import type { ConnectionUrlFormat, UnderstoodUrl } from '#connectors/connection_url'
import { readAdoString } from '#connectors/connection_urls/ado_string'
import { readServerUrl, understoodServer } from '#connectors/connection_urls/server_url'
import { readSwitch } from '#connectors/connection_urls/tls_words'
import { portOf } from '#connectors/connection_urls/understood'
import type { UrlParameters } from '#connectors/connection_urls/url_parameters'

const readUrl = (text: string) => readServerUrl(text, ['mysql', 'mariadb', 'mysql2'], tlsOf)

export const urls: readonly ConnectionUrlFormat[] = [
  { example: 'mysql://user:password@host:3306/database?ssl-mode=REQUIRED', read: readUrl },
  { example: 'mariadb://user:password@host:3306/database', read: readUrl },
  { example: 'jdbc:mysql://host:3306/database?user=user&password=password', read: readUrl },
  { example: 'jdbc:mariadb://host:3306/database?user=user&password=password', read: readUrl },
  { example: 'Server=host;Port=3306;Database=database;Uid=user;Pwd=password', read: readAdo },
]

/** As its .NET drivers write it: with a port of its own, which SQL Server's strings never have. */
function readAdo(text: string): UnderstoodUrl | null {
  const parameters = text.includes(';') ? readAdoString(text) : null
  if (!parameters?.has('port') && !parameters?.has('sslmode')) return null
  if (!parameters.has('server') && !parameters.has('data source')) return null
  const parts = {
    host: parameters.take('server', 'data source'),
    port: portOf(parameters.take('port')),
    database: parameters.take('database', 'initial catalog'),
    username: parameters.take('uid', 'user id', 'user', 'username'),
    password: parameters.take('pwd', 'password'),
  }
  return understoodServer(parts, parameters, tlsOf(parameters))
}

function tlsOf(parameters: UrlParameters): string | undefined {
  const mode = parameters.take('ssl-mode', 'sslmode', 'ssl mode')
  const used = parameters.take('usessl', 'requiressl', 'tls')
  const ssl = parameters.take('ssl', 'sslaccept')
  return mode ?? modeOf(ssl) ?? (used === undefined ? undefined : String(readSwitch(used)))
}

/** Node's drivers take an object as JSON, others yes or no, Prisma `strict`. */
function modeOf(ssl: string | undefined): string | undefined {
  if (ssl === undefined) return undefined
  if (ssl === 'strict' || /"rejectUnauthorized"\s*:\s*true/.test(ssl)) return 'verify-full'
  return ssl.startsWith('{') || ssl === 'accept_invalid_certs' ? 'require' : ssl
}
