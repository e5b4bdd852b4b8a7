import { oracle } from '#connectors/oracle/engine'
import { EgressPolicy } from '#connectors/egress_policy'
import type { ConnectorOptions } from '#connectors/engine'
import { Opening } from '#connectors/opening'
import { ProbeRecorder } from '#connectors/probe_recorder'
import type { OracleSession } from '#connectors/oracle/session'
import type { ConformanceServer } from '#tests/conformance/conformance_spec'
import { clearSchema, inItsWords } from '#tests/conformance/oracle_fixtures'
import { LIMITS, never, TIMES } from '#tests/conformance/workbench'

/** A real server of somebody else's; its schema is emptied first. */
export async function oracleServer(url: URL): Promise<ConformanceServer> {
  const username = decodeURIComponent(url.username)
  const config = {
    host: url.hostname,
    port: Number(url.port || 1521),
    serviceName: url.pathname.slice(1),
    username,
    tls: { mode: 'disable' },
  }
  const credentials = { password: decodeURIComponent(url.password) }
  const session = await adminSession({ tenantId: 'conformance', config, credentials })
  await clearSchema((sql) => session.query(sql))
  const [row] = await session.query(`select sys_context('USERENV', 'CURRENT_SCHEMA') from dual`)
  return {
    tenantId: 'conformance',
    config,
    credentials,
    certificates: null,
    filesFolder: null,
    schema: String(row?.[0]),
    async execute(sql) {
      for (const statement of inItsWords(sql)) await session.query(statement)
    },
    async countSessions() {
      const [counted] = await session.query(
        `select count(*) from v$session where program = 'varlor' and username = user and sid <> sys_context('USERENV', 'SID')`
      )
      return Number(counted?.[0])
    },
  }
}

/** The driver reaches servers through a connector's session alone: tests too. */
async function adminSession(target: ConnectorOptions['target']): Promise<OracleSession> {
  const { signIn } = await import('#connectors/oracle/session')
  const egress = new EgressPolicy({ allow: ['private', 'loopback'], own: [] })
  const probes = new ProbeRecorder(oracle.probes)
  const opening = new Opening({
    target,
    egress,
    probes,
    wireBytes: LIMITS.wireBytes,
    signal: never,
  })
  // A test run needs no more than what signing in looks at.
  const options = { target, egress, limits: LIMITS, ...TIMES } as unknown as ConnectorOptions
  return signIn(options, opening)
}
