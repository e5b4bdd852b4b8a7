import { inject } from '@adonisjs/core'
import { v7 as uuid } from 'uuid'
import { AuditedActions } from '#audit/audited_actions'
import { engines } from '#connectors/registry'
import { ApiError } from '#exceptions/api_error'
import type DatabaseConnection from '#models/database_connection'
import type { Actor } from '#services/actor'
import { auditTarget, ConnectionAccess } from '#services/connection_access'
import { patchedBody } from '#services/connection_changes'
import { ConnectionPools } from '#services/connection_pools'
import type { ConnectionFilters } from '#services/connection_filters'
import { ConnectionStore } from '#services/connection_store'
import { CredentialSealer } from '#services/credential_sealer'
import { engineOf } from '#services/engine_of'
import { isUniqueViolation } from '#services/is_unique_violation'
import { PendingPasswords } from '#services/password_rotation/pending_passwords'
import { refuseOtherEngine } from '#services/refuse_other_engine'
import { targetText } from '#services/target_text'
import { validateConnection, type ConnectionBody } from '#validators/connection'

/** Keeping connections: what people do with them besides connecting. */
@inject()
export class ConnectionService {
  constructor(
    private access: ConnectionAccess,
    private store: ConnectionStore,
    private sealer: CredentialSealer,
    private audited: AuditedActions,
    private pools: ConnectionPools,
    private pendings: PendingPasswords
  ) {}

  list(actor: Actor, filters: ConnectionFilters) {
    return this.store.paginate(actor, filters)
  }

  find(actor: Actor, id: string): Promise<DatabaseConnection> {
    return this.access.find(actor, id)
  }

  /** @throws ApiError E_NAME_TAKEN, E_REQUIRED; E_AUTHORIZATION_FAILURE; E_VALIDATION_ERROR */
  async create(actor: Actor, body: unknown): Promise<DatabaseConnection> {
    const id = uuid()
    const target = auditTarget({ id, name: nameIn(body) })
    return this.audited.change({ actor, action: 'connection.create', target }, async () => {
      await this.access.policyOf(actor).authorize('create')
      const { name, type, config, credentials, tags = [], ...rest } = await validateConnection(body)
      const engine = engines[type]
      const owner = { tenantId: actor.tenantId, connectionId: id }
      const sealed = await this.sealer.sealNew(owner, engine, config, credentials)
      const { visibility = 'tenant' } = rest
      const pointsAt = targetText(engine, config)
      const values = { id, name, type, config, target: pointsAt, visibility, ...sealed }
      return (client) => namedOnce(this.store.insert(actor, values, tags, client))
    })
  }

  /**
   * Replaces what a connection is. Credentials, tags and visibility that are omitted stay.
   * @param expected the version that the person has seen, as an ETag
   * @throws ApiError E_NOT_FOUND, E_VERSION_MISMATCH, E_CONFLICT, E_NAME_TAKEN, E_CREDENTIALS_REQUIRED
   */
  replace(actor: Actor, id: string, body: unknown, expected?: string) {
    return this.write(actor, id, () => body, expected)
  }

  /** Changes what is named and keeps the rest; null takes a config field away. Throws what `replace` throws. */
  update(actor: Actor, id: string, body: unknown, expected?: string) {
    return this.write(actor, id, (connection) => patchedBody(connection, body), expected)
  }

  /** @throws ApiError E_NOT_FOUND, E_VERSION_MISMATCH, E_CONFLICT */
  async delete(actor: Actor, id: string, expected?: string): Promise<void> {
    const connection = await this.access.find(actor, id)
    const target = auditTarget(connection)
    await this.audited.change({ actor, action: 'connection.delete', target }, async () => {
      await this.access.policyOf(actor).authorize('delete', connection)
      refuseOutdated(connection, expected)
      return async (client) => {
        if (!(await this.store.remove(connection, client))) throw new ApiError('E_CONFLICT')
      }
    })
    await this.pools.forget(connection)
  }

  private async write(
    actor: Actor,
    id: string,
    bodyFor: (connection: DatabaseConnection) => unknown,
    expected: string | undefined
  ): Promise<DatabaseConnection> {
    const connection = await this.access.find(actor, id)
    const entry = { actor, action: 'connection.update', target: auditTarget(connection) } as const
    const written = await this.audited.change(entry, async () => {
      await this.access.policyOf(actor).authorize('update', connection)
      refuseOutdated(connection, expected)
      const body = await validateConnection(bodyFor(connection))
      refuseOtherEngine(connection, body)
      await this.refuseForbiddenVisibility(actor, connection, body)
      const values = await this.valuesOf(connection, body)
      const tags = body.tags ?? connection.tags.map(({ tag }) => tag)
      return async (client) => {
        const replaced = await namedOnce(this.store.replace(connection, values, tags, client))
        if (!replaced) throw new ApiError('E_CONFLICT')
        await this.pendings.giveWay(connection, replaced, client)
        return replaced
      }
    })
    await this.pools.forget(connection)
    return written
  }

  private async refuseForbiddenVisibility(
    actor: Actor,
    connection: DatabaseConnection,
    { visibility = connection.visibility }: ConnectionBody
  ) {
    if (visibility === connection.visibility) return
    await this.access.policyOf(actor).authorize('changeVisibility', connection)
  }

  private async valuesOf(connection: DatabaseConnection, body: ConnectionBody) {
    const { name, config, credentials, visibility = connection.visibility } = body
    const engine = engineOf(connection)
    const sealed = await this.sealer.sealChange(connection, engine, config, credentials)
    return {
      name,
      config,
      target: targetText(engine, config),
      visibility,
      ...sealed,
    }
  }
}

/** `*` stands for whatever there is. Compressing proxies mark a tag as weak: it is still ours. */
function refuseOutdated({ etag }: DatabaseConnection, expected: string | undefined) {
  if (expected === undefined || expected.trim() === '*') return
  const seen = expected.split(',').map((one) => one.trim().replace(/^W\//, ''))
  if (!seen.includes(etag)) throw new ApiError('E_VERSION_MISMATCH')
}

async function namedOnce<T>(write: Promise<T>): Promise<T> {
  try {
    return await write
  } catch (error) {
    if (isUniqueViolation(error)) throw new ApiError('E_NAME_TAKEN', { field: 'name' })
    throw error
  }
}

/** What the trail may call a connection that is not validated yet. */
function nameIn(body: unknown): string | null {
  const { name } = (body ?? {}) as { name?: unknown }
  return typeof name === 'string' ? name.replace(/\p{Cc}/gu, '').slice(0, 120) : null
}
