import { ConnectorError } from '#connectors/connector_error'
import { ERROR_CODES, type ErrorCode } from '#connectors/error_codes'

/** Where databases are rented, known by the end of the host's name, and what is worth knowing about each. */
interface HostingProvider {
  /** Ends of host names, with their dot. */
  domains: readonly string[]
  /** One or two sentences in place of, or after, what the engine says anyway. */
  hints: Partial<Record<ErrorCode, string>>
}

const SECURITY_GROUP =
  "On Amazon RDS, check that the security group lets this server's address in on that port, and that the database is publicly accessible."

const TRUSTED_SOURCES =
  "Add this server's address to the trusted sources of the database cluster in DigitalOcean's control panel."

/** The address list of a provider that has one; whoever is not on it gets no answer at all. */
function addressList(where: string) {
  const hint = `Add this server's address ${where}.`
  return { timeout: hint, network_acl: hint }
}

function alwaysEncrypted(provider: string) {
  return `${provider} takes only encrypted connections: set TLS to Required or better.`
}

const PROVIDERS: readonly HostingProvider[] = [
  {
    domains: ['.rds.amazonaws.com', '.rds.amazonaws.com.cn', '.docdb.amazonaws.com'],
    hints: {
      timeout: SECURITY_GROUP,
      dns: 'Copy the endpoint again from the RDS console: it goes away with the instance.',
      tls_untrusted:
        "Paste Amazon's bundle of CA certificates: it is at truststore.pki.rds.amazonaws.com.",
    },
  },
  {
    domains: ['.redshift.amazonaws.com'],
    hints: { timeout: SECURITY_GROUP.replace('Amazon RDS', 'Amazon Redshift') },
  },
  {
    domains: [
      '.postgres.database.azure.com',
      '.mysql.database.azure.com',
      '.mariadb.database.azure.com',
    ],
    hints: {
      ...addressList('to the firewall rules under Networking in the Azure portal'),
      auth_bad:
        'On the older single servers of Azure the username is written user@server; on flexible servers without it.',
      tls_required: alwaysEncrypted('Azure'),
    },
  },
  {
    domains: ['.database.windows.net', '.database.chinacloudapi.cn', '.sql.azuresynapse.net'],
    hints: {
      ...addressList("to the server's firewall rules under Networking in the Azure portal"),
      auth_bad: 'Enter a SQL login: sign-in with Microsoft Entra is not supported.',
      database_not_found:
        'In Azure SQL a login is a user of each database by itself: check that it is one of this database.',
    },
  },
  {
    domains: ['.neon.tech'],
    hints: {
      tls_required: alwaysEncrypted('Neon'),
      bad_config: 'Neon finds the endpoint by the host: use the whole name from its console.',
      starting: 'Neon suspends idle computes: the first connection wakes it up. Try again.',
      database_not_found: 'In Neon each branch has databases of its own: check the branch, too.',
    },
  },
  {
    domains: ['.supabase.co'],
    hints: supabaseDirect(),
  },
  {
    domains: ['.pooler.supabase.com'],
    hints: {
      auth_bad: "Through Supabase's pooler the username is written postgres.<project>.",
      timeout:
        'Check that the project is not paused, and that its network restrictions admit this server.',
      network_acl: "Add this server's address to the network restrictions of the project.",
    },
  },
  {
    domains: ['.mongodb.net'],
    hints: {
      ...addressList('under Network Access in MongoDB Atlas'),
      dns: 'Copy the host again from Connect in Atlas. A name without a number of a shard needs the switch for mongodb+srv.',
      tls_required: alwaysEncrypted('Atlas'),
      auth_bad: 'Users of Atlas are made under Database Access; they are not those of its website.',
    },
  },
  {
    domains: ['.psdb.cloud', '.connect.psdb.cloud'],
    hints: {
      auth_bad: 'A password of PlanetScale belongs to one branch: make a new one for this branch.',
      tls_required: alwaysEncrypted('PlanetScale'),
      network_acl: 'Check the IP restrictions of this password in PlanetScale.',
    },
  },
  {
    domains: ['.snowflakecomputing.com', '.snowflakecomputing.cn'],
    hints: { network_acl: 'Ask for this address in the network policy of the account or user.' },
  },
  {
    domains: ['.aivencloud.com'],
    hints: {
      ...addressList('to the allowed IP addresses of the service in the Aiven console'),
      dns: 'Check that the service is powered on: its name goes away with it.',
      tls_required: alwaysEncrypted('Aiven'),
      tls_untrusted: "Paste the project's CA certificate, from the service's page in Aiven.",
    },
  },
  {
    domains: ['.db.ondigitalocean.com'],
    hints: {
      timeout: TRUSTED_SOURCES,
      network_acl: TRUSTED_SOURCES,
      tls_required: alwaysEncrypted('DigitalOcean'),
      tls_untrusted: "Paste the cluster's CA certificate, from its page in the control panel.",
    },
  },
  {
    domains: ['.cockroachlabs.cloud'],
    hints: {
      ...addressList('to the IP allowlist under Networking in CockroachDB Cloud'),
      tls_required: alwaysEncrypted('CockroachDB Cloud'),
    },
  },
  {
    domains: ['.tsdb.cloud.timescale.com'],
    hints: {
      timeout: 'Check that the service is running, and the port: each service has its own.',
      tls_required: alwaysEncrypted('Timescale'),
    },
  },
  {
    domains: ['.railway.internal'],
    hints: { dns: 'This name exists only within Railway: use the public one, of the TCP proxy.' },
  },
  {
    domains: ['.proxy.rlwy.net', '.railway.app'],
    hints: { refused: 'Check the port: the TCP proxy of Railway has one of its own.' },
  },
  {
    domains: ['.render.com'],
    hints: {
      ...addressList("to the database's access control in Render"),
      tls_required: 'From outside, Render takes only encrypted connections: turn TLS on.',
      dns: 'Use the external host of the database; the internal one exists only within Render.',
    },
  },
  {
    domains: ['.flycast', '.internal', '.fly.dev'],
    hints: { dns: 'Names that end in .internal or .flycast exist only within a private network.' },
  },
  {
    domains: ['.oraclecloud.com', '.oraclevcn.com'],
    hints: {
      ...addressList('to the access control list of the Autonomous Database'),
      tls_required: 'An Autonomous Database is reached by TCPS, on port 1521 or 1522: turn TLS on.',
      tls_client_cert:
        'Allow TLS without a wallet: turn mutual TLS off under Network of the Autonomous Database.',
    },
  },
  {
    domains: ['.compute-1.amazonaws.com', '.compute.amazonaws.com'],
    hints: {
      timeout: SECURITY_GROUP.replace('On Amazon RDS', 'On Amazon EC2').replace(
        'the database is publicly accessible',
        'the address is the current one'
      ),
      tls_required:
        'If Heroku runs this database, it takes only encrypted connections: turn TLS on.',
      auth_bad:
        'If Heroku runs this database, it renews passwords by itself: take the current ones from there.',
    },
  },
]

/** Only IPv6 leads to a project itself, and most servers have none. */
function supabaseDirect(): HostingProvider['hints'] {
  const pooler =
    'The direct host of Supabase has only an IPv6 address: use the session pooler, whose host ends in pooler.supabase.com.'
  return { dns: pooler, refused: pooler, timeout: pooler }
}

/** Codes whose general hint holds in any case: what is known of the provider comes after it. */
const ADDED = new Set<ErrorCode>(['auth_bad', 'database_not_found', 'starting', 'bad_config'])

/**
 * A failure at this host with a sharper hint, where it is known who runs it. What the engine itself knows stays.
 *
 * @param host as it was typed; of several the first tells
 */
export function sharpened(error: ConnectorError, host: string): ConnectorError {
  const { code, message, field, probe, cause } = error
  // A bastion is somebody else's, and a query that took too long is nobody's network.
  const isElsewhere = probe === 'ssh' || field?.startsWith('ssh') || (code === 'timeout' && !field)
  const known = isElsewhere ? undefined : hintsFor(host)?.[code]
  if (known === undefined) return error
  const isGeneral = error.hint === ERROR_CODES[code].hint && !ADDED.has(code)
  const hint = isGeneral ? known : `${error.hint} ${known}`
  return new ConnectorError(code, message, { field, hint, probe: probe ?? undefined, cause })
}

function hintsFor(host: string): HostingProvider['hints'] | undefined {
  const [first = ''] = host.toLowerCase().split(',')
  const name = first.trim().replace(/:\d+$/, '').replace(/\.$/, '')
  return PROVIDERS.find(({ domains }) => domains.some((domain) => name.endsWith(domain)))?.hints
}
