import type { ConnectionUrlFormat, UnderstoodUrl } from '#connectors/connection_url'
import { readAuthorityUrl, type UrlHost } from '#connectors/connection_urls/authority_url'
import { readSwitch } from '#connectors/connection_urls/tls_words'
import { understood } from '#connectors/connection_urls/understood'
import type { UrlParameters } from '#connectors/connection_urls/url_parameters'
import type { TlsMode } from '#connectors/tls'

const USUAL_PORT = 27_017

export const urls: readonly ConnectionUrlFormat[] = [
  { example: 'mongodb://user:password@host:27017/database?authSource=admin', read },
  { example: 'mongodb+srv://user:password@cluster.example.net/database', read },
]

/** https://www.mongodb.com/docs/manual/reference/connection-string/ */
function read(text: string): UnderstoodUrl | null {
  const isSrv = /^mongodb\+srv:/i.test(text)
  const url = readAuthorityUrl(text, isSrv ? ['mongodb+srv'] : ['mongodb'])
  if (!url) return null
  const { hosts, parameters, path, username, password } = url
  const config = {
    ...(isSrv ? { host: hosts[0].host, srv: true } : placeOf(hosts)),
    'database': path,
    username,
    // Without one, the user is looked for in the database that is named, unless DNS says otherwise.
    'authSource': parameters.take('authsource') ?? (username && path && !isSrv ? path : undefined),
    'replicaSet': parameters.take('replicaset'),
    'tls.mode': tlsOf(parameters, isSrv),
  }
  return understood(config, { password }, parameters)
}

/** One host has its port in a field of its own, several have theirs beside them. */
function placeOf(hosts: [UrlHost, ...UrlHost[]]) {
  const [first, ...others] = hosts
  if (others.length === 0) return { host: first.host, port: first.port }
  const port = first.port ?? USUAL_PORT
  return { host: hosts.map((one) => withPort(one, port)).join(','), port }
}

function withPort({ host, port = USUAL_PORT }: UrlHost, usual: number): string {
  const name = host.includes(':') ? `[${host}]` : host
  return port === usual ? name : `${name}:${port}`
}

/** TLS checks the certificate and the host unless the string says not to; with DNS it is on. */
function tlsOf(parameters: UrlParameters, isSrv: boolean): TlsMode | undefined {
  const told = parameters.takeAs(readSwitch, 'tls', 'ssl')
  const anyHost = parameters.takeAs(readSwitch, 'tlsallowinvalidhostnames')
  const anything = parameters.takeAs(readSwitch, 'tlsinsecure', 'tlsallowinvalidcertificates')
  if (told === false) return 'disable'
  if (told === undefined && !isSrv) return undefined
  if (anything) return 'require'
  return anyHost ? 'verify-ca' : 'verify-full'
}
