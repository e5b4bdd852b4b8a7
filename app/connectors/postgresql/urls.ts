import type { ConnectionUrlFormat, UnderstoodUrl } from '#connectors/connection_url'
import { readAdoString } from '#connectors/connection_urls/ado_string'
import { refuseSocket } from '#connectors/connection_urls/authority_url'
import { readServerUrl, understoodServer } from '#connectors/connection_urls/server_url'
import { portOf } from '#connectors/connection_urls/understood'
import type { UrlParameters } from '#connectors/connection_urls/url_parameters'
import { readKeywordString } from '#connectors/postgresql/keyword_string'

const readUrl = (text: string) => readServerUrl(text, ['postgres', 'postgresql'], tlsOf)

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
]

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

function fromNames(parameters: UrlParameters): UnderstoodUrl {
  const [host = '', ...others] = (parameters.take('host', 'hostaddr') ?? '').split(',')
  refuseSocket(host)
  const [port] = (parameters.take('port') ?? '').split(',')
  const parts = {
    host,
    port: portOf(port),
    database: parameters.take('dbname', 'database', 'db'),
    username: parameters.take('user', 'username', 'user id', 'user name', 'uid'),
    password: parameters.take('password', 'pwd', 'psw'),
    hasFurtherHosts: others.length > 0,
  }
  return understoodServer(parts, parameters, tlsOf(parameters))
}

function tlsOf(parameters: UrlParameters): string | undefined {
  const ssl = parameters.take('ssl')
  // The JDBC driver's `ssl=true` checks the certificate and the host.
  return (
    parameters.take('sslmode', 'ssl mode', 'ssl_mode') ?? (ssl === 'true' ? 'verify-full' : ssl)
  )
}
