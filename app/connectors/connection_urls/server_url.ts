import type { UnderstoodUrl } from '#connectors/connection_url'
import {
  type AuthorityUrl,
  readAuthorityUrl,
  refuseSocket,
} from '#connectors/connection_urls/authority_url'
import type { TlsWord } from '#connectors/connection_urls/tls_words'
import { portOf, understood } from '#connectors/connection_urls/understood'
import { type UrlParameters } from '#connectors/connection_urls/url_parameters'

const FURTHER_HOSTS = 'Only the first of its hosts is taken.'

/** Where a server is and who signs in, however the string spells it. */
interface ServerParts {
  host?: string
  port?: number
  database?: string
  username?: string
  password?: string
  hasFurtherHosts?: boolean
}

/**
 * `scheme://user:password@host:port/database?…`, with or without `jdbc:` before it; drivers also take user and
 * password, or the host, as parameters.
 *
 * @param readTls takes what the parameters say of TLS
 */
export function readServerUrl(
  text: string,
  schemes: readonly string[],
  readTls: (parameters: UrlParameters) => TlsWord | undefined
): UnderstoodUrl | null {
  const url = readAuthorityUrl(text, schemes)
  if (!url) return null
  return understoodServer(partsOf(url), url.parameters, readTls(url.parameters))
}

/** @param tls what was said of how to encrypt */
export function understoodServer(
  parts: ServerParts,
  parameters: UrlParameters,
  tls: TlsWord | undefined
): UnderstoodUrl {
  const { password, hasFurtherHosts, ...fields } = parts
  return understood({ ...fields, 'tls.mode': tls?.mode }, { password }, parameters, [
    hasFurtherHosts ? FURTHER_HOSTS : undefined,
    tls?.remark,
  ])
}

function partsOf({ hosts, parameters, path, ...user }: AuthorityUrl): ServerParts {
  const [first, ...others] = hosts
  const host = parameters.take('host') ?? first.host
  refuseSocket(host)
  return {
    host,
    port: first.port ?? portOf(parameters.take('port')),
    database: path || parameters.take('dbname', 'database'),
    username: user.username || parameters.take('user', 'username'),
    password: user.password || parameters.take('password'),
    hasFurtherHosts: others.length > 0,
  }
}
