import { ConnectorError } from '#connectors/connector_error'

export interface OracleConfig {
  host: string
  port: number
  username: string
  serviceName?: string
  sid?: string
}

/** Built by us alone: names of services are of harmless characters, and where to connect is the line's business. */
export function descriptorFor({ serviceName, sid }: OracleConfig, isEncrypted: boolean): string {
  const address = `(ADDRESS=(PROTOCOL=${isEncrypted ? 'TCPS' : 'TCP'})(HOST=127.0.0.1)(PORT=1521))`
  const database = serviceName ? `(SERVICE_NAME=${nameOf(serviceName)})` : `(SID=${nameOf(sid)})`
  const client = '(CID=(PROGRAM=varlor)(HOST=varlor)(USER=varlor))'
  return `(DESCRIPTION=${address}(CONNECT_DATA=${database}${client}))`
}

/** The config's schema let nothing else pass; a connect descriptor can do too much to rely on that. */
function nameOf(name: string | undefined): string {
  if (name && /^[\w$#][\w$#.-]*$/.test(name)) return name
  throw new ConnectorError('bad_config', 'This is not the name of a service or a SID.', {
    field: 'serviceName',
  })
}
