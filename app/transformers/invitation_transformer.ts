import { BaseTransformer } from '@adonisjs/core/transformers'
import { DateTime } from 'luxon'
import type Invitation from '#models/invitation'

/** What leaves of an invitation: never its hash. */
export default class InvitationTransformer extends BaseTransformer<Invitation> {
  toObject() {
    const { resource } = this
    return {
      ...this.pick(resource, ['id', 'email', 'role']),
      status: statusOf(resource),
      expiresAt: resource.expiresAt.toUTC().toISO(),
      createdAt: resource.createdAt.toUTC().toISO(),
    }
  }
}

function statusOf({ acceptedAt, expiresAt }: Invitation) {
  if (acceptedAt) return 'accepted'
  return expiresAt > DateTime.utc() ? 'pending' : 'expired'
}
