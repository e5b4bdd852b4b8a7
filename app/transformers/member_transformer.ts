import { BaseTransformer } from '@adonisjs/core/transformers'
import type User from '#models/user'

/** What administrators see of a member. */
export default class MemberTransformer extends BaseTransformer<User> {
  toObject() {
    const { resource } = this
    return {
      ...this.pick(resource, ['id', 'email', 'fullName', 'role']),
      active: !resource.deactivatedAt,
      lastLoginAt: resource.lastLoginAt?.toUTC().toISO() ?? null,
      createdAt: resource.createdAt.toUTC().toISO(),
    }
  }
}
