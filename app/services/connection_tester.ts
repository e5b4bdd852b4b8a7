import { inject } from '@adonisjs/core'
import { AuditedActions } from '#audit/audited_actions'
import type { Probe, TestResult } from '#connectors/contracts'
import { ConnectorManager } from '#connectors/connector_manager'
import { engines } from '#connectors/registry'
import type DatabaseConnection from '#models/database_connection'
import type { Actor } from '#services/actor'
import { auditTarget, ConnectionAccess } from '#services/connection_access'
import { ConnectionStore, type TestFigures } from '#services/connection_store'
import { CredentialSealer } from '#services/credential_sealer'
import { engineOf } from '#services/engine_of'
import { isObject } from '#validators/strict_object'
import { validateTest } from '#validators/connection'

export interface TestOptions {
  /** Aborted when nobody waits for the answer any more. */
  signal: AbortSignal
  /** Called as each stage ends. */
  onProbe?: (probe: Probe) => void
}

/** Tries connections out. A refusal by the target is a result, not an error. */
@inject()
export class ConnectionTester {
  constructor(
    private access: ConnectionAccess,
    private store: ConnectionStore,
    private sealer: CredentialSealer,
    private audited: AuditedActions,
    private connectors: ConnectorManager
  ) {}

  /** Tests a saved connection and stores how that ended. @throws ApiError E_NOT_FOUND */
  async testStored(actor: Actor, id: string, options: TestOptions): Promise<TestResult> {
    const connection = await this.access.findToUse(actor, id)
    return this.audited.conclude(
      { actor, action: 'connection.test', target: auditTarget(connection) },
      async () => {
        await this.access.policyOf(actor).authorize('test', connection)
        const { tenantId, config } = connection
        const { name } = engineOf(connection)
        const credentials = await this.sealer.open(connection)
        return this.connectors.test(name, { tenantId, config, credentials }, options)
      },
      endingOf,
      (result, client) => this.store.recordTest(connection, figuresOf(result), client)
    )
  }

  /**
   * Tests without saving. With `connectionId`, what is omitted comes from the stored connection, whose credentials
   * go only where they were entered for.
   * @throws ApiError E_NOT_FOUND, E_CREDENTIALS_REQUIRED; E_VALIDATION_ERROR
   */
  async testUnsaved(actor: Actor, body: unknown, options: TestOptions): Promise<TestResult> {
    const stored = await this.storedFor(actor, body)
    const target = auditTarget(stored ?? { id: null, name: null })
    return this.audited.conclude(
      { actor, action: 'connection.test', target },
      () => this.tryOut(actor, stored, body, options),
      endingOf,
      async () => {}
    )
  }

  private async storedFor(actor: Actor, body: unknown): Promise<DatabaseConnection | null> {
    if (!isObject(body) || typeof body.connectionId !== 'string') return null
    return this.access.findToUse(actor, body.connectionId)
  }

  private async tryOut(
    actor: Actor,
    stored: DatabaseConnection | null,
    body: unknown,
    options: TestOptions
  ): Promise<TestResult> {
    const policy = this.access.policyOf(actor)
    await (stored ? policy.authorize('test', stored) : policy.authorize('create'))
    const { type, config, credentials: given } = await validateTest(completed(stored, body))
    const sameEngine = stored?.type === type ? stored : null
    const credentials = await this.sealer.forTest(sameEngine, engines[type], config, given)
    return this.connectors.test(type, { tenantId: actor.tenantId, config, credentials }, options)
  }
}

function completed(stored: DatabaseConnection | null, body: unknown): unknown {
  if (!stored || !isObject(body)) return body
  return { type: stored.type, config: stored.config, ...body }
}

function endingOf({ success, code }: TestResult) {
  return { outcome: success ? ('success' as const) : ('failure' as const), code }
}

function figuresOf(result: TestResult): TestFigures {
  return {
    lastTestStatus: result.success ? 'passed' : 'failed',
    lastTestCode: result.code,
    lastTestError: result.error,
    lastTestLatencyMs: Math.round(result.latencyMs),
    serverVersion: result.serverVersion?.slice(0, 120) ?? null,
  }
}
