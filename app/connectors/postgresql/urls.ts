import type { Claim, ConnectionUrlFormat, UnderstoodUrl } from '#connectors/connection_url'
import { readAdoString } from '#connectors/connection_urls/ado_string'
import { refuseSocket } from '#connectors/connection_urls/authority_url'
import { readServerUrl, understoodServer } from '#connectors/connection_urls/server_url'
import { readTlsWord, type TlsWord } from '#connectors/connection_urls/tls_words'
import { portOf } from '#connectors/connection_urls/understood'
import type { UrlParameters } from '#connectors/connection_urls/url_parameters'
import { readKeywordString } from '#connectors/postgresql/keyword_string'

const readUrl = (text: string) => readServerUrl(text, ['postgres', 'postgresql', 'postgis'], tlsOf)

export const urls: readonly ConnectionUrlFormat[] = [
  { example: 'postgres://user:password@host:5432/database?sslmode=require', read: readUrl },
  { example: 'postgresql://user:password@host:5432/database', read: readUrl },
  {
    example: 'jdbc:postgresql://host:5432/database?user=user&password=password&ssl=true',
    read: readUrl,
  },
  {
    example: 'host=host port=5432 dbname=database user=user password=password',
    read: readKeywords,
  },
  {
    example: 'Host=host;Port=5432;Database=database;Username=user;Password=password',
    read: readAdo,
  },
  {
    example: 'Server=host;Port=5432;Database=database;User Id=user;Password=password',
    read: readServerAdo,
    claim,
  },
]

const OWN_PORT = '5432'
const OWN_HOSTS =
  /\.(?:postgres\.database\.azure\.com|neon\.tech|supabase\.(?:co|com)|cockroachlabs\.cloud|tsdb\.cloud\.timescale\.com|redshift\.amazonaws\.com)$/i

/** Names and hosts that Npgsql does not know: the string is for something else that listens to `Server=`. */
const FOREIGN_NAMES = ['account', 'driver', 'provider', 'encrypt', 'initial catalog', 'data source']
const FOREIGN_HOST =
  /[,\\]|^(?:tcp|np|lpc|admin):|^\(|\.(?:mysql|mariadb)\.database\.|\.database\.windows\./i

function readKeywords(text: string): UnderstoodUrl | null {
  if (text.includes(';')) return null
  const parameters = readKeywordString(text)
  if (!parameters?.has('host') && !parameters?.has('hostaddr')) return null
  return fromNames(parameters)
}

/** As Npgsql writes it: others call the host their server. */
function readAdo(text: string): UnderstoodUrl | null {
  const parameters = text.includes(';') ? readAdoString(text) : null
  return parameters?.has('host') && !parameters.has('account') ? fromNames(parameters) : null
}

/** Npgsql takes `Server=` as well, as providers write it. */
function readServerAdo(text: string): UnderstoodUrl | null {
  const parameters = text.includes(';') ? readAdoString(text) : null
  const server = parameters?.peek('server')
  if (!parameters || !server || FOREIGN_HOST.test(server)) return null
  return FOREIGN_NAMES.some((name) => parameters.has(name)) ? null : fromNames(parameters)
}

function claim(text: string): Claim | null {
  const parameters = text.includes(';') ? readAdoString(text) : null
  const host = parameters?.peek('server')?.replace(/\.$/, '') ?? ''
  return parameters?.peek('port') === OWN_PORT || OWN_HOSTS.test(host) ? 'certain' : null
}

function fromNames(parameters: UrlParameters): UnderstoodUrl {
  const [host = '', ...others] = (parameters.take('host', 'hostaddr', 'server') ?? '').split(',')
  refuseSocket(host)
  const [port] = (parameters.take('port') ?? '').split(',')
  const parts = {
    host,
    port: portOf(port),
    database: parameters.take('dbname', 'database', 'db'),
    username: parameters.take('user', 'username', 'user id', 'userid', 'user name', 'uid'),
    password: parameters.take('password', 'pwd', 'psw'),
    hasFurtherHosts: others.length > 0,
  }
  return understoodServer(parts, parameters, tlsOf(parameters))
}

function tlsOf(parameters: UrlParameters): TlsWord | undefined {
  const mode = parameters.takeAs(readTlsWord, 'sslmode', 'ssl mode', 'ssl_mode')
  return mode ?? parameters.takeAs(modeOf, 'ssl')
}

/** The JDBC driver's `ssl=true` checks the certificate and the host. */
function modeOf(ssl: string): TlsWord | undefined {
  return readTlsWord(ssl === 'true' ? 'verify-full' : ssl)
}
