import type { ConnectionUrlFormat, UnderstoodUrl } from '#connectors/connection_url'
import { readAdoString } from '#connectors/connection_urls/ado_string'
import {
  cut,
  hostOf,
  queryPairs,
  readAuthorityUrl,
} from '#connectors/connection_urls/authority_url'
import { readSwitch } from '#connectors/connection_urls/tls_words'
import { cannotUse, decoded, portOf, understood } from '#connectors/connection_urls/understood'
import { UrlParameters } from '#connectors/connection_urls/url_parameters'
import { readDescriptor } from '#connectors/oracle/connect_descriptor'

interface Login {
  username?: string
  password?: string
}

interface Place {
  host: string
  port?: number
  serviceName?: string
  sid?: string
  protocol?: string
  parameters: UrlParameters
}

export const urls: readonly ConnectionUrlFormat[] = [
  { example: 'jdbc:oracle:thin:@//host:1521/service', read: readJdbc },
  { example: 'user/password@host:1521/service', read: readEasyConnect },
  { example: 'oracle://user:password@host:1521/service', read: readUrl },
  {
    example:
      '(DESCRIPTION=(ADDRESS=(PROTOCOL=TCP)(HOST=host)(PORT=1521))(CONNECT_DATA=(SERVICE_NAME=service)))',
    read: (text) => (text.startsWith('(') ? fromDescriptor(text, {}) : null),
  },
  { example: 'Data Source=host:1521/service;User Id=user;Password=password', read: readAdo },
]

/** After `thin:` may stand `user/password`, then `@` and the place in any of its spellings. */
function readJdbc(text: string): UnderstoodUrl | null {
  const scheme = /^jdbc:oracle:(?:thin|oci8?):/i.exec(text)?.[0]
  return scheme ? fromLoginAndPlace(text.slice(scheme.length)) : null
}

/** Only with a login before it or slashes: `host:1521/name` alone could be anything. */
function readEasyConnect(text: string): UnderstoodUrl | null {
  if (/^[a-z][\w+.-]*:/i.test(text) && !/^[^/@:]+\//.test(text)) return null
  const isPlace = /^\/\/[^/@]+\/[\w.$#-]+$/.test(text)
  const place = text.slice(text.lastIndexOf('@') + 1)
  const isLogin =
    /^[^/@\s:;=]+\/[^]+@/.test(text) && /^(\w+:)?(\/\/)?[^/@\s]+(:\d+)?\/[\w.$#-]+/.test(place)
  return isPlace || isLogin || /^[^/@\s]+\/[^]*@\s*\(/.test(text) ? fromLoginAndPlace(text) : null
}

function readUrl(text: string): UnderstoodUrl | null {
  const url = readAuthorityUrl(text, ['oracle'])
  if (!url) return null
  const { hosts, parameters, path, ...login } = url
  const serviceName = parameters.take('service_name', 'servicename') ?? path
  const sid = parameters.take('sid')
  return finished({ ...hosts[0], ...nameOf(serviceName, sid), parameters }, login)
}

function readAdo(text: string): UnderstoodUrl | null {
  const parameters = readAdoString(text)
  const source = parameters?.take('data source') ?? ''
  if (!parameters || !/^\(|^(tcps?:)?(\/\/)?[^/,]+\/[\w.$#-]+$/i.test(source)) return null
  const login = {
    username: parameters.take('user id', 'uid'),
    password: parameters.take('password', 'pwd'),
  }
  return source.startsWith('(') ? fromDescriptor(source, login) : fromPlace(source, login)
}

function fromLoginAndPlace(text: string): UnderstoodUrl | null {
  const at = text.includes('@(') ? text.indexOf('@(') : text.lastIndexOf('@')
  const login = at < 0 ? {} : loginOf(text.slice(0, at))
  const place = text.slice(at + 1).trim()
  return place.startsWith('(') ? fromDescriptor(place, login) : fromPlace(place, login)
}

/** `scott/tiger`; either may be in double quotes. */
function loginOf(text: string): Login {
  const [username = '', password] = cut(text, '/')
  return { username: unquoted(username), password: password && unquoted(password) }
}

/** `host`, `//host:port/service`, `tcps://host:port/service:dedicated?…`, or the older `host:port:sid`. */
function fromPlace(text: string, login: Login): UnderstoodUrl {
  const [address = '', query = ''] = cut(text, '?')
  const protocol = /^(tcps?):/i.exec(address)?.[1]
  const bare = address.replace(/^tcps?:/i, '').replace(/^\/\//, '')
  const parameters = new UrlParameters(queryPairs(query))
  const [server = '', service] = cut(bare, '/')
  const sid = service === undefined && /^([^:[\]]+):(\d+):([\w.$#-]+)$/.exec(server)
  if (sid) {
    const [, host = '', port, name] = sid
    return finished({ host, port: portOf(port), sid: name, protocol, parameters }, login)
  }
  if (server.includes(',')) throw severalAddresses()
  const isAlias = service === undefined && /^[^/:[]+$/.test(address)
  if (isAlias) throw aliasOfAFile()
  const [serviceName] = cut(decoded(service ?? ''), ':')
  return finished({ ...hostOf(server), serviceName, protocol, parameters }, login)
}

function fromDescriptor(text: string, login: Login): UnderstoodUrl | null {
  const descriptor = readDescriptor(text)
  if (!descriptor) return null
  const { parameters, addresses } = descriptor
  if (addresses > 1) throw severalAddresses()
  const place = {
    host: parameters.take('host') ?? '',
    port: portOf(parameters.take('port')),
    ...nameOf(parameters.take('service_name'), parameters.take('sid')),
    protocol: parameters.take('protocol'),
    parameters,
  }
  return finished(place, login)
}

/** A database is named in one way; where both are given the service name is the one to use. */
function nameOf(serviceName: string | undefined, sid: string | undefined) {
  return serviceName ? { serviceName } : { sid }
}

function finished(place: Place, { username, password }: Login): UnderstoodUrl {
  const { protocol, parameters, ...fields } = place
  const isEncrypted = protocol?.toLowerCase() === 'tcps'
  const checksName = parameters.takeAs(readSwitch, 'ssl_server_dn_match') ?? false
  const mode = !isEncrypted ? 'disable' : checksName ? 'verify-full' : 'verify-ca'
  const remark = isEncrypted ? undefined : 'It does not ask for tcps, so TLS is off.'
  return understood({ ...fields, username, 'tls.mode': mode }, { password }, parameters, [remark])
}

/** `@mydb_high`: what it stands for is in a file that is not here, and it must not be looked up as a host. */
function aliasOfAFile() {
  return cannotUse(
    'This connection string names an alias of a tnsnames.ora, which this server does not have.',
    'Look the alias up in that file, and enter the host, the port and the service name.'
  )
}

function severalAddresses() {
  return cannotUse(
    'This connection string lists several addresses.',
    'Use one with the single address that this connection is to go to.'
  )
}

function unquoted(text: string): string {
  return /^".*"$/s.test(text) ? text.slice(1, -1) : text
}
