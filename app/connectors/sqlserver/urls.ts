import type { ConnectionUrlFormat, UnderstoodUrl } from '#connectors/connection_url'
import { readAdoString } from '#connectors/connection_urls/ado_string'
import { cut, hostOf, readAuthorityUrl } from '#connectors/connection_urls/authority_url'
import { readSwitch } from '#connectors/connection_urls/tls_words'
import { cannotUse, portOf, understood } from '#connectors/connection_urls/understood'
import { UrlParameters } from '#connectors/connection_urls/url_parameters'

export const urls: readonly ConnectionUrlFormat[] = [
  {
    example: 'Server=tcp:host,1433;Database=database;User Id=user;Password=password;Encrypt=True',
    read: readAdo,
  },
  {
    example: 'jdbc:sqlserver://host:1433;databaseName=database;user=user;password=password',
    read: readProperties,
  },
  { example: 'sqlserver://host:1433;databaseName=database;user=user', read: readProperties },
  { example: 'mssql://user:password@host:1433/database?encrypt=true', read: readUrl },
]

/** https://learn.microsoft.com/dotnet/api/microsoft.data.sqlclient.sqlconnection.connectionstring, and ODBC's. */
function readAdo(text: string): UnderstoodUrl | null {
  const parameters = readAdoString(text)
  if (!parameters) return null
  const driver = parameters.take('driver')
  const isForeign = driver !== undefined && !/sql server|freetds/i.test(driver)
  const source = parameters.take('server', 'data source', 'address', 'addr', 'network address')
  if (isForeign || source === undefined) return null
  const [name = '', port] = cut(source.replace(/^tcp:/i, '').trim(), ',')
  const host = /^(\.|\(local\))$/i.test(name.trim()) ? 'localhost' : name.trim()
  refuseOtherRoutes(host)
  return finished({ host, port: portOf(port?.trim()) }, {}, parameters)
}

/** https://learn.microsoft.com/sql/connect/jdbc/building-the-connection-url */
function readProperties(text: string): UnderstoodUrl | null {
  const server = /^(?:jdbc:)?sqlserver:\/\/([^;@?]*)(?:;|$)/i.exec(text)
  if (!server) return null
  const [whole, place = ''] = server
  const rest = text.slice(whole.length).trim()
  const parameters = rest === '' ? new UrlParameters([]) : readAdoString(rest)
  // Else the semicolon is one of a password: `sqlserver://user:pass;word@host`.
  if (!parameters) return null
  refuseOtherRoutes(place)
  if (parameters.take('instancename')) throw namedInstance()
  const { host, port } = hostOf(place.replace(/\/$/, ''))
  const named = {
    host: parameters.take('servername', 'server'),
    port: parameters.take('portnumber', 'port'),
  }
  return finished({ host: host || named.host, port: port ?? portOf(named.port) }, {}, parameters)
}

function readUrl(text: string): UnderstoodUrl | null {
  const url = readAuthorityUrl(text, ['mssql', 'sqlserver'])
  if (!url) return null
  const { hosts, parameters, path, ...login } = url
  const [{ host, port }] = hosts
  refuseOtherRoutes(host)
  if (parameters.take('instance', 'instancename')) throw namedInstance()
  if (path && url.parameters.has('database')) throw namedInstance()
  return finished({ host, port, database: path }, login, parameters)
}

interface Place {
  host?: string
  port?: number
  database?: string
}

function finished(
  { host, port, database }: Place,
  login: { username?: string; password?: string },
  parameters: UrlParameters
): UnderstoodUrl {
  const windows = parameters.take('integrated security', 'integratedsecurity', 'trusted_connection')
  const isWindows = windows !== undefined && readSwitch(windows) !== false
  const config = {
    host,
    port,
    database: database || parameters.take('database', 'databasename', 'initial catalog'),
    username:
      login.username ||
      parameters.take('user id', 'uid', 'user', 'userid', 'username', 'user name'),
    encrypt: parameters.takeAs(encryption, 'encrypt'),
    trustServerCertificate: parameters.takeAs(
      readSwitch,
      'trustservercertificate',
      'trust server certificate'
    ),
    hostNameInCertificate: parameters.take('hostnameincertificate', 'host name in certificate'),
  }
  const password = login.password || parameters.take('password', 'pwd')
  const kept = config.encrypt === false ? withoutTls(config) : config
  return understood(kept, { password }, parameters, [
    isWindows
      ? 'It signs in with Windows; enter the username and password of a SQL login.'
      : undefined,
  ])
}

/** Fields that apply only to encrypted connections. */
function withoutTls<T extends object>(fields: T) {
  return { ...fields, trustServerCertificate: undefined, hostNameInCertificate: undefined }
}

function encryption(word: string): boolean | undefined {
  if (/^(mandatory|strict)$/i.test(word)) return true
  return /^optional$/i.test(word) ? false : readSwitch(word)
}

/** Named instances are found by asking UDP port 1434; pipes and shared memory are of another machine. */
function refuseOtherRoutes(host: string) {
  if (/^(np|lpc|admin):|^\(localdb\)|^\\\\/i.test(host)) {
    throw cannotUse(
      'This connection string does not go over TCP.',
      'Use one with the host name and port of the server.'
    )
  }
  if (host.includes('\\')) throw namedInstance()
}

function namedInstance() {
  return cannotUse(
    'This connection string names an instance instead of a port.',
    'Ask which port the instance listens on, and write it as host,port.'
  )
}
