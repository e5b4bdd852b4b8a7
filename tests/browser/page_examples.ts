import { join } from 'node:path'
import app from '@adonisjs/core/services/app'
import { DateTime } from 'luxon'
import connectorsConfig from '#config/connectors'
import { sqlite } from '#connectors/sqlite/engine'
import Invitation from '#models/invitation'
import type User from '#models/user'
import { invitationText } from '#services/auth/secret_texts'
import { ConnectionService } from '#services/connection_service'
import type { Examples } from '#tests/browser/page_routes'

/** Something for each address that names something. */
export async function examplesOf(user: User): Promise<Examples> {
  const { tenantId, id: userId, email, role } = user
  await sqlite.sample?.create(join(connectorsConfig.filesDir, tenantId, 'shop.sqlite'))
  const service = await app.container.make(ConnectionService)
  const actor = { tenantId, userId, email, role, isProgram: false, ip: null, requestId: null }
  const config = { file: 'shop.sqlite' }
  const { id } = await service.create(actor, { name: 'Shop', type: 'sqlite', config })
  const text = invitationText.generate()
  await Invitation.create({
    ...{ tenantId, email: `new-${email}`, role: 'editor' as const, invitedBy: userId },
    hash: invitationText.hash(text),
    expiresAt: DateTime.utc().plus({ days: 1 }),
  })
  return {
    '/connections/:id': `/connections/${id}?table=customers`,
    '/invitations/:token': `/invitations/${text}`,
  }
}
