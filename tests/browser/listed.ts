import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { DateTime } from 'luxon'
import type { BrowserContext } from 'playwright'
import { v7 as uuid } from 'uuid'
import DatabaseConnection from '#models/database_connection'
import type User from '#models/user'
import type { Role } from '#models/user'
import { ConnectionStore } from '#services/connection_store'
import type { OwnedConnection } from '#services/connection_values'
import { Visitor } from '#tests/browser/visitor'

type Listed = Partial<Pick<OwnedConnection, 'ownerId' | 'visibility' | 'config' | 'tags'>>

/** Connections without credentials, to a port where nobody listens, which passed their last test. */
export async function listed(user: User, names: string[], changes: Listed = {}): Promise<void> {
  const { id: ownerId, tenantId } = user
  const config = {
    host: '127.0.0.1',
    port: 9,
    database: 'sales',
    username: 'ada',
    tls: { mode: 'disable' },
  }
  const sealed = { sealedCredentials: null, masterKeyId: null, credentialFields: [] }
  const connections = names.map((name) => ({
    ...{ id: uuid(), ownerId, name, type: 'postgresql', config, target: 'ada@127.0.0.1:9/sales' },
    ...{ visibility: 'tenant' as const, tags: [], ...sealed, ...changes },
  }))
  const store = await app.container.make(ConnectionStore)
  await db.transaction((client) => store.insertMany(tenantId, connections, client))
  const passed = {
    last_test_status: 'passed',
    last_tested_at: DateTime.utc().toFormat('yyyy-MM-dd HH:mm:ss'),
  }
  await DatabaseConnection.query().where('tenant_id', tenantId).update(passed)
}

/** `c-000`, `c-001` … */
export function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `c-${String(index).padStart(3, '0')}`)
}

/** Somebody who looks at a list with these connections of theirs. */
export async function lookingAt(
  context: BrowserContext,
  names: string[],
  { role, ...changes }: Listed & { role?: Role } = {}
): Promise<Visitor> {
  const visitor = await Visitor.known(context, role)
  await listed(visitor.user, names, changes)
  await visitor.open('/connections')
  return visitor
}

/** Chooses from the menu of a row. */
export async function choose(visitor: Visitor, name: string, item: string): Promise<void> {
  await visitor.button(`Actions for ${name}`).click()
  await visitor.page.getByRole('menuitem', { name: item, exact: true }).click()
}
