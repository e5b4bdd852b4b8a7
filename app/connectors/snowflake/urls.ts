import type { ConnectionUrlFormat, UnderstoodUrl } from '#connectors/connection_url'
import { readAdoString } from '#connectors/connection_urls/ado_string'
import { type AuthorityUrl, readAuthorityUrl } from '#connectors/connection_urls/authority_url'
import { understood } from '#connectors/connection_urls/understood'
import { UrlParameters } from '#connectors/connection_urls/url_parameters'

const DOMAIN = /\.snowflakecomputing\.(com|cn)$/i

/** As the older addresses of the web application spell regions: `us-east-1`, `west-europe.azure`. */
const REGION = /^[a-z]{2,}-[a-z]+(-?\d)?(\.(aws|azure|gcp))?$/i
const REGION_OF_AWS = /^[a-z]{2}-[a-z]+-\d$/i

export const urls: readonly ConnectionUrlFormat[] = [
  {
    example: 'snowflake://user:password@account/database/schema?warehouse=warehouse',
    read: readUrl,
  },
  {
    example: 'jdbc:snowflake://account.snowflakecomputing.com/?user=user&db=database',
    read: readUrl,
  },
  { example: 'https://account.snowflakecomputing.com', read: readAddress },
  { example: 'account.snowflakecomputing.com', read: readHost },
  { example: 'https://app.snowflake.com/organisation/account', read: readAppAddress },
  { example: 'account=account;user=user;password=password;db=database', read: readAdo },
]

function readUrl(text: string): UnderstoodUrl | null {
  const url = readAuthorityUrl(text, ['snowflake'])
  return url && fromUrl(url, accountOf(url.hosts[0].host))
}

function readAddress(text: string): UnderstoodUrl | null {
  const url = readAuthorityUrl(text, ['https'])
  const host = url?.hosts[0].host ?? ''
  return url && DOMAIN.test(host) ? fromUrl({ ...url, path: '' }, accountOf(host)) : null
}

function readHost(text: string): UnderstoodUrl | null {
  const host = text.replace(/\/$/, '')
  if (!DOMAIN.test(host) || !/^[\w.-]+$/.test(host)) return null
  return understood({ account: accountOf(host) }, {}, new UrlParameters([]))
}

/** What the address bar shows: the organisation and the account, or the region and the older locator. */
function readAppAddress(text: string): UnderstoodUrl | null {
  const url = readAuthorityUrl(text, ['https'])
  if (url?.hosts[0].host.toLowerCase() !== 'app.snowflake.com') return null
  const [first, second] = url.path.split('/')
  if (!first || !second) return null
  const isLocator = REGION_OF_AWS.test(first) || (first.includes('.') && REGION.test(first))
  const account = isLocator ? `${second}.${first}` : `${first}-${second}`
  return understood({ account }, {}, url.parameters)
}

/** As its .NET and ODBC drivers write it. */
function readAdo(text: string): UnderstoodUrl | null {
  const parameters = readAdoString(text)
  const account = parameters?.take('account')
  const server = parameters?.take('server', 'host')
  if (!parameters || (!account && !DOMAIN.test(server ?? ''))) return null
  return finished(account ?? accountOf(server ?? ''), {}, parameters)
}

function fromUrl({ path, parameters, username, password }: AuthorityUrl, account: string) {
  const [database, schema] = path.split('/')
  return finished(account, { database, schema, username, password }, parameters)
}

interface Told {
  username?: string
  password?: string
  database?: string
  schema?: string
}

function finished(account: string, told: Told, parameters: UrlParameters): UnderstoodUrl {
  const config = {
    account: parameters.take('account') ?? account,
    username: told.username || parameters.take('user', 'uid', 'username'),
    warehouse: parameters.take('warehouse'),
    database: told.database || parameters.take('db', 'database'),
    schema: told.schema || parameters.take('schema'),
    role: parameters.take('role'),
  }
  const password = told.password || parameters.take('password', 'pwd')
  return understood(config, { password, token: parameters.take('token') }, parameters)
}

function accountOf(host: string): string {
  return host.replace(DOMAIN, '')
}
