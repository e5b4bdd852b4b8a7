import app from '@adonisjs/core/services/app'
import DatabaseConnection from '#models/database_connection'
import Tenant from '#models/tenant'
import type User from '#models/user'
import type { Actor } from '#services/actor'
import { ConsoleBackups, type ConsoleImport } from '#services/backup/console_backups'
import { ConnectionService } from '#services/connection_service'
import { CredentialSealer } from '#services/credential_sealer'
import { PASSPHRASE } from '#tests/support/backup_files'

/** Saves a connection as this person would. */
export async function save(user: User, body: unknown): Promise<DatabaseConnection> {
  const service = await app.container.make(ConnectionService)
  return service.create(actorOf(user), body)
}

export function actorOf({ id, tenantId, email, role }: User): Actor {
  return { tenantId, userId: id, email, role, isProgram: false, ip: null, requestId: null }
}

/** What a tenant has, with its credentials opened, by name. */
export async function everythingOf(tenantId: string) {
  const sealer = await app.container.make(CredentialSealer)
  const rows = await DatabaseConnection.query()
    .where('tenant_id', tenantId)
    .orderBy('name_key')
    .preload('tags')
  return Promise.all(
    rows.map(async (row) => ({
      name: row.name,
      type: row.type,
      config: row.config,
      target: row.target,
      credentials: await sealer.open(row),
      credentialFields: row.credentialFields.toSorted(),
      visibility: row.visibility,
      tags: row.tags.map(({ tag }) => tag).sort(),
    }))
  )
}

/** The file that the operator gets. */
export async function exported(tenantId: string, passphrase: string | null = PASSPHRASE) {
  const backups = await app.container.make(ConsoleBackups)
  let kept = ''
  const made = await backups.export(await slugOf(tenantId), passphrase, async (file) => {
    kept = file
  })
  if (kept !== made.file) throw new Error('Something else was kept')
  return made
}

/** What the operator's import reports. */
export async function imported(tenantId: string, file: string, order: Partial<ConsoleImport> = {}) {
  const backups = await app.container.make(ConsoleBackups)
  return backups.import(await slugOf(tenantId), {
    file,
    passphrase: PASSPHRASE,
    dryRun: false,
    onConflict: 'refuse',
    owner: undefined,
    ...order,
  })
}

export async function slugOf(tenantId: string): Promise<string> {
  const { slug } = await Tenant.findOrFail(tenantId)
  return slug
}
