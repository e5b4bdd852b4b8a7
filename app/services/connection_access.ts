import { inject } from '@adonisjs/core'
import { Bouncer } from '@adonisjs/bouncer'
import { ApiError } from '#exceptions/api_error'
import type DatabaseConnection from '#models/database_connection'
import ConnectionPolicy from '#policies/connection_policy'
import type { Actor } from '#services/actor'
import { ConnectionStore } from '#services/connection_store'

/** Finds connections for somebody, and says what they may do with them. */
@inject()
export class ConnectionAccess {
  constructor(private store: ConnectionStore) {}

  /** @throws ApiError E_NOT_FOUND, the same for what is missing and what is hidden */
  async find(actor: Actor, id: string): Promise<DatabaseConnection> {
    return existing(await this.store.find(actor, id))
  }

  /** To connect with: its tags are not loaded. @throws ApiError E_NOT_FOUND */
  async findToUse(actor: Actor, id: string): Promise<DatabaseConnection> {
    return existing(await this.store.findUntagged(actor, id))
  }

  /** The policy's answers for this person; `authorize` throws E_AUTHORIZATION_FAILURE. */
  policyOf(actor: Actor) {
    return new Bouncer({ ...actor }).with(ConnectionPolicy)
  }
}

function existing(connection: DatabaseConnection | null): DatabaseConnection {
  if (!connection) throw new ApiError('E_NOT_FOUND')
  return connection
}

/** How the trail names a connection. */
export function auditTarget({ id, name }: { id: string | null; name: string | null }) {
  return { type: 'connection', id, name }
}
