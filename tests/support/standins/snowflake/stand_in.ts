import { generateKeyPairSync } from 'node:crypto'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { EgressPolicy, type Endpoint } from '#connectors/egress_policy'
import type { ConformanceServer, EgressOptions } from '#tests/conformance/conformance_spec'
import type { PasswordBench } from '#tests/conformance/password_bench'
import { LOOPBACK } from '#tests/conformance/workbench'
import { type KeyPair, separateAuthority } from '#tests/support/certificates'
import { once } from '#tests/support/servers/lifetime'
import { Account } from '#tests/support/standins/snowflake/account'
import { lay } from '#tests/support/standins/snowflake/laying'
import { listen, type Protocol, STORE } from '#tests/support/standins/snowflake/protocol'
import { withQuotedNames } from '#tests/support/standins/snowflake/quoted_names'

export const ACCOUNT = 'varlor-test_1'
export const HOST = 'varlor-test-1.snowflakecomputing.com'
export const PASSPHRASE = 'open-sesame'

export interface StandIn {
  account: Account
  protocol: Protocol
  password: string
  token: string
  /** PEM, encrypted with PASSPHRASE. */
  privateKey: string
}

/** The account of this run. */
export const standIn = once(async () => {
  const server = await startStandIn()
  return { server, stop: () => server.protocol.close() }
})

let certified: Promise<KeyPair> | undefined

/** Of an authority that is trusted by this process only, and signs nothing else. */
async function certify(): Promise<KeyPair> {
  const { ca, server } = await separateAuthority([HOST, STORE])
  setDefaultCACertificates([...getCACertificates('default'), ca])
  return server
}

/** An account of its own. */
export async function startStandIn(): Promise<StandIn> {
  certified ??= certify()
  const keys = await certified
  const account = new Account(ACCOUNT)
  const protocol = await listen(account, HOST, keys)
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const privateKey = pair.privateKey
    .export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: PASSPHRASE })
    .toString()
  const [password, token] = ['certainly-the-password', 'pat-3f1a9c']
  account.users.set('VARLOR', {
    password,
    token,
    publicKey: pair.publicKey.export({ format: 'pem', type: 'spki' }).toString(),
    roles: ['READER'],
  })
  return { account, protocol, password, token, privateKey }
}

/** How a connection to it is saved. */
export function connectionTo({ account, protocol, password }: StandIn): ConformanceServer {
  return {
    tenantId: 'conformance',
    config: {
      account: ACCOUNT,
      username: 'varlor',
      warehouse: 'compute_wh',
      database: 'conformance',
      schema: null,
      role: null,
    },
    credentials: { password },
    egress: (options, port = protocol.port) => new RedirectedEgress(options, port),
    pointAt: (port) => ({ egress: new RedirectedEgress(LOOPBACK, port) }),
    skips: [],
    certificates: null,
    filesFolder: null,
    schema: 'PUBLIC',
    execute: async (sql) => lay(account.database, withQuotedNames(sql)),
    countSessions: async () => account.sessions.size,
    passwords: passwordsOf(account, protocol),
  }
}

function passwordsOf({ users }: Account, { port }: Protocol): PasswordBench {
  return {
    port,
    worstName: `IT'S "A" \\ NAME; `,
    async addUser({ username, password, changes }) {
      const alters = changes === 'others' ? 'everybody' : 'itself'
      users.set(username.toUpperCase(), { password, alters })
    },
    async withRules(username, work) {
      const user = users.get(username.toUpperCase())
      if (user) user.hasPolicy = true
      await work('all-in-lower-case')
    },
  }
}

/** Every name is this machine, and the port of HTTPS that of the stand-in. */
export class RedirectedEgress extends EgressPolicy {
  constructor(
    options: EgressOptions,
    private readonly port: number
  ) {
    super(options)
  }

  override async resolve(host: unknown, port: unknown, signal: AbortSignal): Promise<Endpoint[]> {
    const vetted = await super.resolve(host, port, signal)
    return vetted.map((endpoint) =>
      endpoint.port === 443 ? { ...endpoint, port: this.port } : endpoint
    )
  }
}
