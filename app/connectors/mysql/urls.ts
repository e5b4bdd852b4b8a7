import type { Claim, ConnectionUrlFormat, UnderstoodUrl } from '#connectors/connection_url'
import { readAdoString } from '#connectors/connection_urls/ado_string'
import { readServerUrl, understoodServer } from '#connectors/connection_urls/server_url'
import { readSwitch, readTlsWord, type TlsWord } from '#connectors/connection_urls/tls_words'
import { portOf } from '#connectors/connection_urls/understood'
import type { UrlParameters } from '#connectors/connection_urls/url_parameters'

const readUrl = (text: string) => readServerUrl(text, ['mysql', 'mariadb', 'mysql2'], tlsOf)

export const urls: readonly ConnectionUrlFormat[] = [
  { example: 'mysql://user:password@host:3306/database?ssl-mode=REQUIRED', read: readUrl },
  { example: 'mariadb://user:password@host:3306/database', read: readUrl },
  { example: 'jdbc:mysql://host:3306/database?user=user&password=password', read: readUrl },
  { example: 'jdbc:mariadb://host:3306/database?user=user&password=password', read: readUrl },
  {
    example: 'Server=host;Port=3306;Database=database;Uid=user;Pwd=password',
    read: readAdo,
    claim,
  },
]

const OWN_PORT = '3306'
const OWN_HOSTS = /\.(?:(?:mysql|mariadb)\.database\.azure\.com|psdb\.cloud)\.?$/i

/** Names and hosts that its drivers do not know: the string is for something else that listens to `Server=`. */
const FOREIGN_NAMES = ['account', 'driver', 'provider', 'encrypt', 'trustservercertificate']
const FOREIGN_HOST =
  /[,/\\]|^(?:tcp|np|lpc|admin):|^[(.]|\.database\.windows\.|\.postgres\.database\.|\.db$/i

/** As its .NET drivers write it; they share most of their names with those of other servers. */
function readAdo(text: string): UnderstoodUrl | null {
  const parameters = text.includes(';') ? readAdoString(text) : null
  const server = parameters?.peek('server') ?? parameters?.peek('data source')
  if (!parameters || !server || FOREIGN_HOST.test(server)) return null
  if (FOREIGN_NAMES.some((name) => parameters.has(name))) return null
  const parts = {
    host: parameters.take('server', 'data source'),
    port: portOf(parameters.take('port')),
    database: parameters.take('database', 'initial catalog'),
    username: parameters.take('uid', 'user id', 'userid', 'user', 'username', 'user name'),
    password: parameters.take('pwd', 'password'),
  }
  return understoodServer(parts, parameters, tlsOf(parameters))
}

/** With a port or a mode of TLS of its own, which SQL Server's strings never have. */
function claim(text: string): Claim | null {
  const parameters = text.includes(';') ? readAdoString(text) : null
  if (!parameters) return null
  const host = parameters.peek('server') ?? parameters.peek('data source') ?? ''
  if (parameters.peek('port') === OWN_PORT || OWN_HOSTS.test(host)) return 'certain'
  return parameters.has('port') || parameters.has('sslmode') ? 'likely' : null
}

function tlsOf(parameters: UrlParameters): TlsWord | undefined {
  const mode = parameters.takeAs(modeOf, 'ssl-mode', 'sslmode', 'ssl mode')
  const used = parameters.takeAs(switched, 'usessl', 'requiressl', 'tls')
  const ssl = parameters.takeAs(objectOrWord, 'ssl', 'sslaccept')
  return mode ?? ssl ?? used
}

/** Some copy the name of the constant with it: `MySqlSslMode.Required`. */
function modeOf(word: string): TlsWord | undefined {
  return readTlsWord(word.replace(/^MySqlSslMode\./i, ''))
}

function switched(word: string): TlsWord | undefined {
  const isOn = readSwitch(word)
  return isOn === undefined ? undefined : { mode: isOn ? 'require' : 'disable' }
}

/** Node's drivers take an object as JSON, others yes or no, Prisma `strict`. */
function objectOrWord(ssl: string): TlsWord | undefined {
  if (ssl === 'strict' || /"rejectUnauthorized"\s*:\s*true/.test(ssl))
    return { mode: 'verify-full' }
  return ssl.startsWith('{') || ssl === 'accept_invalid_certs'
    ? { mode: 'require' }
    : readTlsWord(ssl)
}
