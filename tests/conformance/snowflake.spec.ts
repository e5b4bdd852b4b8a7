import { snowflake } from '#connectors/snowflake/engine'
import type { ConformanceServer, RefusalCase } from '#tests/conformance/conformance_spec'
import { hostileNames } from '#tests/conformance/fixtures'
import { fixtureTables, layWithSql, quote } from '#tests/conformance/snowflake_fixtures'
import { SNOWFLAKE_TYPES } from '#tests/conformance/snowflake_types'
import { registerConnectorTestSuite } from '#tests/conformance/suite'
import { snowflakeAccount } from '#tests/support/servers/snowflake_account'
import { column } from '#tests/support/standins/snowflake/database'
import { connectionTo, PASSPHRASE, standIn } from '#tests/support/standins/snowflake/stand_in'

/** A real account when TEST_SNOWFLAKE_URL names one, else the stand-in, which speaks to the same driver. */
const url = process.env.TEST_SNOWFLAKE_URL

const DIALECT = {
  quote,
  text: { short: 'VARCHAR(100)', long: 'VARCHAR', binary: 'BINARY' },
  longText: (characters: number) => `REPEAT('x', ${characters})`,
  longBinary: (bytes: number) => `TO_BINARY(REPEAT('00', ${bytes}), 'HEX')`,
  analyze: () => null,
  slowQuery: 'SELECT COUNT(*) AS "slept" FROM TABLE(GENERATOR(TIMELIMIT => 600))',
  estimateTolerance: 1.2,
}

registerConnectorTestSuite({
  engine: snowflake,
  needs: null,
  against: url ? 'a real server' : 'our stand-in',
  realBy: url ? undefined : 'TEST_SNOWFLAKE_URL',
  start: async () => (url ? snowflakeAccount(new URL(url)) : connectionTo(await standIn())),
  lay: url ? layInAccount : layInStandIn,
  refusals: url ? undefined : refusals,
  lacks: {
    statementLog: 'Snowflake blots passwords out of its history itself',
    readOnlySessions: 'there are no sessions that only read',
    ...(url ? { passwords: 'users of somebody else', nearness: 'it is on the internet' } : {}),
  },
  types: SNOWFLAKE_TYPES,
  dialect: DIALECT,
})

async function layInStandIn() {
  const { database } = (await standIn()).account
  for (const { name, columns, rows } of tables()) database.add(name, { columns, literals: rows })
  const people = database.find('PUBLIC', 'people')
  const adults = database.add('adults', {
    kind: 'VIEW',
    columns: [column('id', 'NUMBER(38,0)'), column('name', 'VARCHAR(100)')],
  })
  adults.rows = people?.rows ?? []
  database.add('slow', {
    kind: 'VIEW',
    columns: [column('slept', 'NUMBER(18,0)')],
    isSlow: true,
  })
}

function layInAccount(server: ConformanceServer) {
  return layWithSql(tables(), DIALECT.slowQuery, (sql) => server.execute(sql))
}

function tables() {
  return fixtureTables(SNOWFLAKE_TYPES, hostileNames({ dialect: DIALECT }))
}

function refusals({ config, credentials }: ConformanceServer): RefusalCase[] {
  const at = (probe: RefusalCase['probe'], field: string | null) => ({ probe, field })
  return [
    {
      title: 'wrong password',
      credentials: { password: 'certainly-not-the-password' },
      code: 'auth_bad',
      ...at('auth', 'password'),
    },
    { title: 'no password', credentials: {}, code: 'auth_missing', ...at('auth', 'password') },
    {
      title: 'wrong database',
      config: { database: `${config.database}_not` },
      code: 'database_not_found',
      ...at('database', 'database'),
    },
    {
      title: 'wrong schema',
      config: { schema: 'nowhere' },
      code: 'database_not_found',
      ...at('database', 'schema'),
    },
    {
      title: 'wrong warehouse',
      config: { warehouse: 'nobodys' },
      code: 'warehouse_missing',
      ...at('database', 'warehouse'),
    },
    {
      title: 'wrong role',
      config: { role: 'emperor' },
      code: 'bad_config',
      ...at('auth', 'role'),
    },
    {
      title: 'wrong token',
      credentials: { ...credentials, token: 'pat-of-nobody' },
      code: 'auth_bad',
      ...at('auth', 'token'),
    },
    {
      title: 'unknown account',
      config: { account: 'nobody-here' },
      code: 'tls_hostname',
      ...at('tls', 'account'),
    },
    {
      title: 'an account that is a host of somebody else',
      config: { account: 'evil.example/' },
      code: 'bad_config',
      ...at('dns', 'account'),
    },
    {
      title: 'no private key',
      credentials: { privateKey: 'not a key', passphrase: PASSPHRASE },
      code: 'bad_config',
      ...at('dns', 'privateKey'),
    },
  ]
}
