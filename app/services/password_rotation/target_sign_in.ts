import { inject } from '@adonisjs/core'
import { ConnectorError } from '#connectors/connector_error'
import { ConnectorManager } from '#connectors/connector_manager'
import type { Target, TestResult } from '#connectors/contracts'
import type DatabaseConnection from '#models/database_connection'
import { engineOf } from '#services/engine_of'

/** Whom a target is asked to let in, and by which password among the credentials. */
export interface Claimant {
  username: string
  credentials: Record<string, string>
}

export interface SignIn {
  /**
   * `refused`: this password surely does not hold. `unfit`: it does, but this is another user than the connection's,
   * who may not do what it is for. `unknown`: the target said nothing of it.
   */
  verdict: 'accepted' | 'refused' | 'unfit' | 'unknown'
  result: TestResult
}

/** Signs in anew at the target of a connection, to learn which password holds: one try each time. */
@inject()
export class TargetSignIn {
  constructor(private connectors: ConnectorManager) {}

  /** Nobody's going away ends it: it has the deadline of a test. */
  async try(connection: DatabaseConnection, claimant: Claimant): Promise<SignIn> {
    const target = targetFor(connection, claimant)
    const { signal } = new AbortController()
    const result = await this.connectors.test(engineOf(connection).name, target, { signal })
    const isOwn = claimant.username === connection.config.username
    return { verdict: verdictOf(result, isOwn), result }
  }
}

/** Where a connection points, as somebody. */
export function targetFor(
  { tenantId, config }: DatabaseConnection,
  { username, credentials }: Claimant
): Target {
  return { tenantId, config: { ...config, username }, credentials }
}

/** What the target said, as an error. */
export function refusalOf({ code, message, field, hint }: TestResult): ConnectorError {
  return new ConnectorError(code ?? 'unknown', message, {
    field,
    ...(hint === null ? {} : { hint }),
  })
}

function verdictOf({ success, code, probes }: TestResult, isOwn: boolean): SignIn['verdict'] {
  if (success) return 'accepted'
  const isIn = probes.some(({ name, status }) => name === 'auth' && status === 'passed')
  if (isIn) return isOwn ? 'accepted' : 'unfit'
  return code === 'auth_bad' ? 'refused' : 'unknown'
}
