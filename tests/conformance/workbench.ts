import { setTimeout as pause } from 'node:timers/promises'
import { ConfinedFiles } from '#connectors/confined_files'
import type { Connector, Limits, TestResult } from '#connectors/contracts'
import { EgressPolicy } from '#connectors/egress_policy'
import type { ConnectorOptions, Engine } from '#connectors/engine'
import { SessionBudget } from '#connectors/session_budget'
import type { ConformanceServer } from '#tests/conformance/conformance_spec'

/** Names that resolve to this machine in every test, and are not in the servers' certificates. */
export const ELSEWHERE = 'elsewhere.test'

export const LIMITS: Limits = {
  rows: 100,
  columns: 1_600,
  cellBytes: 64 * 1024,
  totalBytes: 8 * 1024 * 1024,
  tables: 100_000,
  wireBytes: 64 * 1024 * 1024,
}

/** Times are milliseconds. */
export const TIMES = {
  connectTimeout: 5_000,
  testDeadline: 10_000,
  readDeadline: 10_000,
  importSilence: 10_000,
}

export type Overrides = Partial<Omit<ConnectorOptions, 'target' | 'limits'>> & {
  config?: Record<string, unknown>
  credentials?: Record<string, string>
  limits?: Partial<Limits>
}

/** A connector to the server of a spec, with whatever a test wants otherwise. */
export async function connectorTo(
  engine: Engine,
  server: ConformanceServer,
  { config, credentials, limits, ...overrides }: Overrides = {}
): Promise<Connector> {
  const Connector = await engine.load()
  return new Connector({
    target: {
      tenantId: server.tenantId,
      config: { ...server.config, ...config },
      credentials: credentials ?? server.credentials,
    },
    egress: server.egress?.(LOOPBACK) ?? loopbackPolicy(),
    files: new ConfinedFiles({ folder: server.filesFolder ?? '/nonexistent', ownFiles: [] }),
    budget: new SessionBudget({ total: 20, perTenant: 20 }),
    limits: { ...LIMITS, ...limits },
    ...TIMES,
    pool: { max: 2, idleTimeout: 60_000 },
    ...overrides,
  })
}

/** Disposes of the connector when the work is done, however it ends. */
export async function using<T>(
  connecting: Promise<Connector>,
  work: (connector: Connector) => Promise<T>
): Promise<T> {
  const connector = await connecting
  try {
    return await work(connector)
  } finally {
    await connector.dispose()
  }
}

/** What one test of the connection comes to. */
export function tested(connecting: Promise<Connector>): Promise<TestResult> {
  return using(connecting, (connector) => connector.test({ signal: never }))
}

/** A server that a test made itself, with what a connector has to know of it. */
export function serverWith(
  facts: Pick<ConformanceServer, 'config' | 'credentials' | 'schema'> & Partial<ConformanceServer>
): ConformanceServer {
  return {
    tenantId: 'tenant',
    certificates: null,
    filesFolder: null,
    execute: () => Promise.reject(new Error('There is nothing to lay here')),
    countSessions: null,
    ...facts,
  }
}

/** Every name is this machine, which may be dialled. */
export const LOOPBACK = {
  allow: ['loopback'],
  own: [],
  resolver: async () => ['127.0.0.1'],
}

export function loopbackPolicy(): EgressPolicy {
  return new EgressPolicy(LOOPBACK)
}

export const never = new AbortController().signal

/** Waits for something that another process does in its own time; the run's timeout is the limit. */
export async function eventually(isSo: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await isSo())) await pause(20)
}

/** Sockets that this process holds open. */
export function openSockets(): number {
  return process.getActiveResourcesInfo().filter((kind) => /^(TCP|TLS|Pipe)/.test(kind)).length
}
