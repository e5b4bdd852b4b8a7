import { inject } from '@adonisjs/core'
import { v7 as uuid } from 'uuid'
import type { AuditEntry } from '#audit/audit_trail'
import { AuditedActions } from '#audit/audited_actions'
import { ApiError } from '#exceptions/api_error'
import type DatabaseConnection from '#models/database_connection'
import type { Actor } from '#services/actor'
import { NameRegister } from '#services/backup/name_register'
import { auditTarget, ConnectionAccess } from '#services/connection_access'
import { ConnectionStore } from '#services/connection_store'
import type { NewConnection } from '#services/connection_values'
import { CredentialSealer } from '#services/credential_sealer'
import { isUniqueViolation } from '#services/is_unique_violation'

/** Makes another connection of one that is there, credentials included, which nobody sees on the way. */
@inject()
export class ConnectionDuplication {
  constructor(
    private access: ConnectionAccess,
    private store: ConnectionStore,
    private sealer: CredentialSealer,
    private audited: AuditedActions
  ) {}

  /**
   * The copy belongs to whoever makes it and is theirs alone until they share it. It has not been tested, and no
   * schedule changes its password.
   * @throws ApiError E_NOT_FOUND, E_CONFLICT; E_AUTHORIZATION_FAILURE; what `open` of the sealer throws
   */
  async duplicate(actor: Actor, id: string): Promise<DatabaseConnection> {
    const source = await this.access.find(actor, id)
    const entry = { actor, action: 'connection.duplicate', target: auditTarget(source) } as const
    return this.audited.change(entry, async () => {
      await this.access.policyOf(actor).authorize('duplicate', source)
      const values = await this.copyOf(source)
      const tags = source.tags.map(({ tag }) => tag)
      return async (client, record) => {
        // What was sealed is what it signs in with now: a change meanwhile may have been of the password.
        if (!(await this.store.lock(source, client))) throw new ApiError('E_CONFLICT')
        const copy = await nameStillFree(this.store.insert(actor, values, tags, client))
        await record(creationOf(copy, actor))
        return copy
      }
    })
  }

  private async copyOf(source: DatabaseConnection): Promise<NewConnection> {
    const { tenantId, type, config, target } = source
    const id = uuid()
    const names = new NameRegister(await this.store.nameKeys(tenantId))
    const credentials = await this.sealer.open(source)
    const sealed = await this.sealer.seal({ tenantId, connectionId: id }, credentials)
    const name = names.takeNumbered(unnumbered(source.name))
    return { id, name, type, config, target, visibility: 'private', ...sealed }
  }
}

/** A copy of `Sales (2)` is `Sales (3)`. */
function unnumbered(name: string): string {
  return name.replace(/ \(\d{1,6}\)$/, '') || name
}

/** The event of the copy itself, beside the one of what it was made from. */
function creationOf(copy: DatabaseConnection, actor: Actor): AuditEntry {
  const { tenantId, userId, email, ip, requestId } = actor
  const who = { tenantId, actorId: userId, actorEmail: email, ip, requestId }
  const target = auditTarget(copy)
  return { ...who, action: 'connection.create', target, outcome: 'success', durationMs: null }
}

/** Somebody may have taken it since the names were read; asked again, another one is found. */
async function nameStillFree<T>(write: Promise<T>): Promise<T> {
  try {
    return await write
  } catch (error) {
    if (isUniqueViolation(error)) throw new ApiError('E_CONFLICT')
    throw error
  }
}
