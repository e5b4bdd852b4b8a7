import { randomBytes } from 'node:crypto'
import { mongodb } from '#connectors/mongodb/engine'
import type {
  ConformanceServer,
  ConformanceSpec,
  Dialect,
  RefusalCase,
} from '#tests/conformance/conformance_spec'
import { layCollection, layCollections } from '#tests/conformance/mongodb_fixtures'
import { MONGODB_TYPES, RARE_MONGODB_TYPES } from '#tests/conformance/mongodb_types'
import { registerConnectorTestSuite } from '#tests/conformance/suite'
import { testCertificates } from '#tests/support/certificates'
import { once } from '#tests/support/servers/lifetime'

import { hasMongodb, mongodbServer, REAL_MONGODB } from '#tests/support/servers/ferretdb'
import { MongodbStandIn, type StandInFacts } from '#tests/support/standins/mongodb/server'
import type { User } from '#tests/support/standins/mongodb/sign_in'

const DATABASE = 'conformance'
const OTHERS = 'others'

/** SQL means nothing here: what is laid is laid by `lay`. */
const dialect: Dialect = {
  quote: (identifier) => identifier,
  text: { short: '', long: '', binary: '' },
  longText: () => '',
  longBinary: () => '',
  analyze: () => null,
  slowQuery: '',
  estimateTolerance: 1.2,
}

/** Whatever server it is. */
const LACKS = {
  misfits: 'columns become what the values in the sample are; import.spec.ts has what comes later',
  rules: 'MongoDB has no rules for passwords',
  statementLog: 'the server keeps passwords out of its log itself',
  readOnlySessions: 'there are no sessions that only read',
}

const execute = () => Promise.reject(new Error('MongoDB is not told with SQL'))

/** The same collections, behind servers of different kinds. */
const standIns = once(async () => {
  const certificates = await testCertificates()
  const users = testUsers(randomBytes(12).toString('hex'))
  const tls = { keys: certificates.server, isRequired: false }
  const server = await MongodbStandIn.start({ users, tls })
  const start = (facts: Partial<StandInFacts>) =>
    MongodbStandIn.start({ users, ...facts }, server.store)
  const others = {
    encrypted: await start({ tls: { ...tls, isRequired: true } }),
    plain: await start({}),
    ancient: await start({ hello: () => ({ maxWireVersion: 6 }) }),
    starting: await start({ hello: () => ({ isreplicaset: true, isWritablePrimary: false }) }),
    ofAnotherSet: await start({ hello: () => ({ setName: 'rs1' }) }),
    atlas: await start({
      refusals: { saslContinue: { code: 8000, message: 'bad auth : Authentication failed.' } },
    }),
  }
  const stop = async () => {
    await Promise.all([server, ...Object.values(others)].map((one) => one.stop()))
  }
  return { server: { certificates, users, server, ports: portsOf(others) }, stop }
})

type Ports = Record<
  'encrypted' | 'plain' | 'ancient' | 'starting' | 'ofAnotherSet' | 'atlas',
  number
>
let ports: Ports | undefined

function portsOf(servers: Record<keyof Ports, MongodbStandIn>): Ports {
  const entries = Object.entries(servers).map(([name, { port }]) => [name, port])
  ports = Object.fromEntries(entries) as Ports
  return ports
}

function testUsers(password: string): Record<string, User> {
  const modern = { password, mechanisms: ['SCRAM-SHA-256'] } as const
  return {
    varlor: { ...modern, reads: null },
    reader: { ...modern, reads: [DATABASE] },
    elsewhere: { ...modern, reads: [OTHERS] },
    old: { password, mechanisms: ['SCRAM-SHA-1'], reads: [DATABASE] },
  }
}

const standIn: ConformanceSpec = {
  engine: mongodb,
  title: 'MongoDB (stand-in)',
  needs: null,
  against: 'our stand-in',
  realBy: hasMongodb() ? undefined : REAL_MONGODB,
  lacks: LACKS,
  dialect,
  types: [...MONGODB_TYPES, ...RARE_MONGODB_TYPES],
  async start() {
    const { server, users, certificates } = await standIns()
    await layOthers(server)
    return {
      ...common({ host: '127.0.0.1', port: server.port, username: 'varlor' }),
      credentials: { password: users.varlor?.password ?? '' },
      certificates,
      countSessions: async () => server.connectionsOf('varlor'),
      passwords: {
        config: { tls: { mode: 'require' } },
        worstName: `it's=a, "$name" {}; `,
        async addUser({ username, password, changes }) {
          const mechanisms = ['SCRAM-SHA-256', 'SCRAM-SHA-1'] as const
          users[username] = { password, mechanisms, reads: [DATABASE], changes }
        },
      },
    }
  },
  lay: (server) => layCollections(urlOf(server), DATABASE, standIn, [{ $waitForEver: {} }]),
  layOne: (name, server) => layCollection(urlOf(server), DATABASE, name),
  refusals,
}

registerConnectorTestSuite(standIn)

/** Joins each person with every other, over and over: no server is done with that before the test is. */
const ENDLESS = Array.from({ length: 6 }, (_, i) => [
  { $lookup: { from: 'people', pipeline: [], as: `everybody${i}` } },
  { $unwind: `$everybody${i}` },
]).flat()

const isFerretdb = !process.env.TEST_MONGODB_URL

/** FerretDB takes no quotes in names, and no dots in those of fields. */
const ferretDialect: Dialect = {
  ...dialect,
  hostileColumn: 'a`b c; --',
  canName: (name) => !/["\\$]/.test(name),
}

const realServer: ConformanceSpec = {
  engine: mongodb,
  title: isFerretdb ? 'MongoDB (FerretDB)' : 'MongoDB (a given server)',
  needs: null,
  against: isFerretdb ? 'FerretDB' : 'a real server',
  dialect: isFerretdb ? ferretDialect : dialect,
  types: isFerretdb ? MONGODB_TYPES : [...MONGODB_TYPES, ...RARE_MONGODB_TYPES],
  lacks: {
    ...LACKS,
    passwords: 'no user may be added there',
    tls: 'its certificates are not ours; the stand-in shows them',
    ...(isFerretdb
      ? { views: 'FerretDB has no views', slowness: 'without views nothing takes long there' }
      : {}),
  },
  // FerretDB sorts all documents for the sample, by no index.
  importSilence: 60_000,
  async start() {
    const { host, port, user, password, database } = await mongodbServer()
    return {
      ...common({ host, port, username: user ?? undefined }, database),
      credentials: credentialsOf(user, password),
      certificates: null,
      countSessions: null,
    }
  },
  async lay() {
    const { url, database } = await mongodbServer()
    await layCollections(url, database, realServer, ENDLESS)
  },
  async layOne(name) {
    const { url, database } = await mongodbServer()
    await layCollection(url, database, name)
  },
}

// FerretDB has no package of a distribution: its absence fails nothing, in CI either, and the run's end says it.
if (hasMongodb()) registerConnectorTestSuite(realServer)

function urlOf({ config, credentials }: ConformanceServer): string {
  return `mongodb://varlor:${credentials.password}@127.0.0.1:${config.port}/`
}

function credentialsOf(user: string | null, password: string): Record<string, string> {
  return user === null ? {} : { password }
}

function common(
  config: Record<string, unknown>,
  database = DATABASE
): Omit<ConformanceServer, 'credentials' | 'certificates' | 'countSessions'> {
  return {
    tenantId: 'conformance',
    config: { srv: false, database, tls: { mode: 'disable' }, ...config },
    filesFolder: null,
    schema: database,
    execute,
  }
}

async function layOthers({ store }: MongodbStandIn) {
  store.create(OTHERS, 'theirs')
  store.create('admin', 'system.users')
  store.create(DATABASE, 'system.profile')
}

function refusals(): RefusalCase[] {
  const { encrypted, plain, ancient, starting, ofAnotherSet, atlas } = ports as Ports
  const wrong = { password: 'certainly-not-the-password' }
  const password = { code: 'auth_bad', probe: 'auth', field: 'password' } as const
  return [
    { title: 'wrong password', credentials: wrong, ...password },
    { title: 'unknown user', config: { username: 'nobody_here' }, ...password },
    {
      title: 'wrong password of an old user',
      config: { username: 'old' },
      credentials: wrong,
      ...password,
    },
    { title: 'wrong password, as Atlas says it', config: { port: atlas }, ...password },
    {
      title: 'no password',
      credentials: {},
      code: 'auth_missing',
      probe: 'auth',
      field: 'password',
    },
    {
      title: 'no username either',
      config: { username: undefined },
      credentials: {},
      code: 'auth_missing',
      probe: 'auth',
      field: 'username',
    },
    {
      title: 'wrong database',
      config: { database: 'no_such_database' },
      code: 'database_not_found',
      probe: 'database',
      field: 'database',
    },
    {
      title: 'a database that only another may read',
      config: { username: 'elsewhere' },
      code: 'database_denied',
      probe: 'database',
      field: 'database',
    },
    {
      title: 'only encrypted connections',
      config: { port: encrypted },
      code: 'tls_required',
      probe: 'tls',
      field: 'tls.mode',
    },
    {
      title: 'no encrypted connections',
      config: { port: plain, tls: { mode: 'require' } },
      code: 'tls_unsupported',
      probe: 'tls',
      field: 'tls.mode',
    },
    {
      title: 'a server that is too old',
      config: { port: ancient },
      code: 'version_unsupported',
      probe: 'auth',
      field: null,
    },
    {
      title: 'a member that starts',
      config: { port: starting },
      code: 'starting',
      probe: 'database',
      field: null,
    },
    {
      title: 'another replica set',
      config: { port: ofAnotherSet, replicaSet: 'rs0' },
      code: 'bad_config',
      probe: 'database',
      field: 'replicaSet',
    },
    {
      title: 'no replica set at all',
      config: { replicaSet: 'rs0' },
      code: 'bad_config',
      probe: 'database',
      field: 'replicaSet',
    },
    {
      title: 'hosts that are none',
      config: { host: 'a,,b' },
      code: 'bad_config',
      probe: 'dns',
      field: 'host',
    },
  ]
}
