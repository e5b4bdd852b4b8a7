import app from '@adonisjs/core/services/app'
import AuditEvent from '#models/audit_event'
import DatabaseConnection from '#models/database_connection'
import PasswordRotation from '#models/password_rotation'
import { CredentialSealer } from '#services/credential_sealer'

/** What a connection signs in with, as only the server itself can see it. */
export async function storedUser(id: string) {
  const connection = await DatabaseConnection.findOrFail(id)
  const sealer = await app.container.make(CredentialSealer)
  const { password = '' } = await sealer.open(connection)
  return { username: String(connection.config.username), password }
}

/** The password that is pending for it, or null. */
export async function pendingUser(id: string) {
  const row = await pendingRow(id)
  if (!row) return null
  const sealer = await app.container.make(CredentialSealer)
  const { password = '' } = await sealer.openPending(row)
  return { username: row.username, password }
}

export function pendingRow(id: string): Promise<PasswordRotation | null> {
  return PasswordRotation.findBy('connectionId', id)
}

/** As if whoever had the connection to itself had died long ago. */
export async function endClaim(id: string): Promise<void> {
  await PasswordRotation.query().where('connection_id', id).update({ claimedUntil: 1 })
}

/** The trail's words on rotations of a connection, oldest first. */
export async function rotationEvents(id: string): Promise<string[]> {
  const events = await AuditEvent.query()
    .where({ targetId: id, action: 'connection.rotate_password' })
    .orderBy('created_at')
    .orderBy('id')
  return events.map(({ actorId, outcome, code }) =>
    [actorId ? 'person' : 'system', outcome, code].filter(Boolean).join(' ')
  )
}
