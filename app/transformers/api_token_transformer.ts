import { BaseTransformer } from '@adonisjs/core/transformers'
import type ApiToken from '#models/api_token'

/** What leaves of an API token: never its hash. Its owner is loaded. */
export default class ApiTokenTransformer extends BaseTransformer<ApiToken> {
  toObject() {
    const { resource } = this
    return {
      ...this.pick(resource, ['id', 'name', 'abilities']),
      owner: { id: resource.user.id, email: resource.user.email },
      expiresAt: resource.expiresAt?.toUTC().toISO() ?? null,
      neverExpires: resource.expiresAt === null,
      lastUsedAt: resource.lastUsedAt?.toUTC().toISO() ?? null,
      createdAt: resource.createdAt.toUTC().toISO(),
    }
  }
}
