import type { Connector, TestResult } from '#connectors/contracts'
import { oracle } from '#connectors/oracle/engine'
import type { ConformanceServer } from '#tests/conformance/conformance_spec'
import { connectorTo, never, type Overrides, tested } from '#tests/conformance/workbench'
import { StandinDatabase } from '#tests/support/standins/oracle/database'
import { OracleStandin, type StandinOptions } from '#tests/support/standins/oracle/server'
import { StandinUsers } from '#tests/support/standins/oracle/users'
import { Verifier } from '#tests/support/standins/oracle/sign_in'

export const PASSWORD = 'tiger'

/** A stand-in with a database of one table, as a test wants it. */
export async function startStandin(options: Partial<StandinOptions> = {}) {
  const database = new StandinDatabase()
  const key = { dataType: 'NUMBER', scale: 0, wire: 'number' } as const
  const columns = [{ name: 'ID', keyPosition: 1, ...key }]
  database.tables.push(
    { owner: 'SCOTT', name: 'EMP', kind: 'table', estimate: 2, columns, rows: [[2], [1]] },
    { owner: 'SCOTT', name: 'SLOW', kind: 'view', estimate: null, columns, rows: [], isSlow: true }
  )
  const standin = await new OracleStandin({
    service: 'ORCLPDB1',
    sid: 'ORCL',
    users: new StandinUsers([['scott', { verifier: new Verifier(PASSWORD) }]]),
    answer: database.answer,
    ...options,
  }).listen()
  return { standin, database }
}

export function connectorToPort(port: number, overrides: Overrides = {}): Promise<Connector> {
  const server: ConformanceServer = {
    tenantId: 'oracle',
    config: {
      host: '127.0.0.1',
      port,
      serviceName: 'ORCLPDB1',
      username: 'scott',
      tls: { mode: 'disable' },
    },
    credentials: { password: PASSWORD },
    certificates: null,
    filesFolder: null,
    schema: 'SCOTT',
    execute: () => Promise.reject(new Error('There is nothing to lay')),
    countSessions: null,
  }
  return connectorTo(oracle, server, overrides)
}

export function testAt(port: number, overrides: Overrides = {}): Promise<TestResult> {
  return tested(connectorToPort(port, overrides))
}

/** The first rows of a table of the stand-in. */
export async function previewAt(port: number, name = 'EMP', overrides: Overrides = {}) {
  const connector = await connectorToPort(port, overrides)
  try {
    const options = { limit: 10, exactCount: false, signal: never }
    return await connector.preview({ schema: 'SCOTT', name }, options)
  } finally {
    await connector.dispose()
  }
}

export function failedProbe({ probes }: TestResult): string | undefined {
  return probes.find(({ status }) => status === 'failed')?.name
}
