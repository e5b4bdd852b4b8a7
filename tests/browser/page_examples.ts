import { join } from 'node:path'
import app from '@adonisjs/core/services/app'
import { DateTime } from 'luxon'
import connectorsConfig from '#config/connectors'
import { sqlite } from '#connectors/sqlite/engine'
import Invitation from '#models/invitation'
import type User from '#models/user'
import { invitationText } from '#services/auth/secret_texts'
import { ConnectionService } from '#services/connection_service'
import { connectionTo } from '#tests/browser/explored'
import { asked } from '#tests/browser/imported'
import type { Examples } from '#tests/browser/page_routes'

/** Something for each address that names something. */
export async function examplesOf(user: User): Promise<Examples> {
  const { tenantId, id: userId, email, role } = user
  await sqlite.sample?.create(join(connectorsConfig.filesDir, tenantId, 'shop.sqlite'))
  const service = await app.container.make(ConnectionService)
  const actor = { tenantId, userId, email, role, isProgram: false, ip: null, requestId: null }
  const config = { file: 'shop.sqlite' }
  const { id } = await service.create(actor, { name: 'Shop file', type: 'sqlite', config })
  const text = invitationText.generate()
  await Invitation.create({
    ...{ tenantId, email: `new-${email}`, role: 'editor' as const, invitedBy: userId },
    hash: invitationText.hash(text),
    expiresAt: DateTime.utc().plus({ days: 1 }),
  })
  return {
    '/connections/:id': `/connections/${id}?table=customers`,
    '/datasets/:id': `/datasets/${await datasetOf(user)}`,
    '/invitations/:token': `/invitations/${text}`,
  }
}

/** One that waits: no worker is about. */
async function datasetOf(user: User): Promise<string> {
  const nowhere = { host: '127.0.0.1', port: 9, user: 'ada', password: 'unused', database: 'sales' }
  const connectionId = await connectionTo(user, { ...nowhere })
  return asked(user, connectionId, { name: 'Orders', tables: ['orders', 'customers'] })
}
