import { inject } from '@adonisjs/core'
import { AuditedActions } from '#audit/audited_actions'
import type { Probe, Target, TestResult } from '#connectors/contracts'
import { ConnectorManager } from '#connectors/connector_manager'
import { engines, type EngineName } from '#connectors/registry'
import type DatabaseConnection from '#models/database_connection'
import type { Actor } from '#services/actor'
import { auditTarget, ConnectionAccess } from '#services/connection_access'
import { ConnectionStore } from '#services/connection_store'
import { CredentialSealer } from '#services/credential_sealer'
import { engineOf } from '#services/engine_of'
import { PasswordRecovery } from '#services/password_rotation/password_recovery'
import { refusalOf } from '#services/password_rotation/target_sign_in'
import { figuresOf } from '#services/test_figures'
import { limitedTest } from '#services/test_limits'
import { underWay } from '#services/under_way'
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
    private connectors: ConnectorManager,
    private recovery: PasswordRecovery
  ) {}

  /** Tests a saved connection and stores how that ended. @throws ApiError E_NOT_FOUND */
  async testStored(actor: Actor, id: string, options: TestOptions): Promise<TestResult> {
    const connection = await this.access.findToUse(actor, id)
    const { result } = await this.audited.conclude(
      { actor, action: 'connection.test', target: auditTarget(connection) },
      async () => {
        await this.access.policyOf(actor).authorize('test', connection)
        return this.healing(connection, async (latest) => {
          const { tenantId, config } = latest
          const credentials = await this.sealer.open(latest)
          const target = { tenantId, config, credentials }
          return this.dial(engineOf(latest).name, target, options)
        })
      },
      (ended) => endingOf(ended.result),
      (ended, client) => this.store.recordTest(ended.tested, figuresOf(ended.result), client)
    )
    return result
  }

  /**
   * Tests without saving. With `connectionId`, what is omitted comes from the stored connection, whose credentials
   * go only where they were entered for.
   * @throws ApiError E_NOT_FOUND, E_CREDENTIALS_REQUIRED; E_VALIDATION_ERROR
   */
  async testUnsaved(actor: Actor, body: unknown, options: TestOptions): Promise<TestResult> {
    const stored = await this.storedFor(actor, body)
    const target = auditTarget(stored ?? { id: null, name: null })
    const { result } = await this.audited.conclude(
      { actor, action: 'connection.test', target },
      () => this.healing(stored, (latest) => this.tryOut(actor, latest, body, options)),
      (ended) => endingOf(ended.result),
      async () => {}
    )
    return result
  }

  /** A rotation of the stored password may have been interrupted, or be under way on another node. */
  private async healing<Row extends DatabaseConnection | null>(
    tested: Row,
    run: (connection: Row | DatabaseConnection) => Promise<TestResult>
  ): Promise<{ tested: Row | DatabaseConnection; result: TestResult }> {
    const result = await run(tested)
    if (!tested || result.code !== 'auth_bad') return { tested, result }
    const healed = await this.recovery.heal(tested, refusalOf(result))
    return healed ? { tested: healed, result: await run(healed) } : { tested, result }
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
    return this.dial(type, { tenantId: actor.tenantId, config, credentials }, options)
  }

  /** As one of few, and not too often: see `docs/hardening.md`. @throws ApiError E_TOO_MANY_REQUESTS */
  private dial(engineName: EngineName, target: Target, options: TestOptions): Promise<TestResult> {
    return underWay(target.tenantId, () =>
      limitedTest(engineName, target, options.signal, () =>
        this.connectors.test(engineName, target, options)
      )
    )
  }
}

function completed(stored: DatabaseConnection | null, body: unknown): unknown {
  if (!stored || !isObject(body)) return body
  return { type: stored.type, config: stored.config, ...body }
}

function endingOf({ success, code }: TestResult) {
  return { outcome: success ? ('success' as const) : ('failure' as const), code }
}
