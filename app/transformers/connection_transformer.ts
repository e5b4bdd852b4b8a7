import { BaseTransformer } from '@adonisjs/core/transformers'
import { engines, isEngineName } from '#connectors/registry'
import type DatabaseConnection from '#models/database_connection'

/** What leaves of a connection: of its credentials only whether they are set. */
export default class ConnectionTransformer extends BaseTransformer<DatabaseConnection> {
  toObject() {
    const { resource } = this
    return {
      ...this.pick(resource, ['id', 'ownerId', 'name', 'type', 'target', 'config', 'visibility']),
      credentials: credentialFlags(resource),
      tags: resource.tags.map(({ tag }) => tag).sort(),
      lastTestedAt: resource.lastTestedAt?.toISO() ?? null,
      ...this.pick(resource, [
        'lastTestStatus',
        'lastTestCode',
        'lastTestError',
        'lastTestLatencyMs',
        'serverVersion',
      ]),
      createdAt: resource.createdAt.toISO(),
      updatedAt: resource.updatedAt.toISO(),
    }
  }
}

/** `passwordSet: true` for each credential field that the engine has. */
function credentialFlags({ type, credentialFields }: DatabaseConnection): Record<string, boolean> {
  const names = isEngineName(type) ? engines[type].credentials.map(({ name }) => name) : []
  return Object.fromEntries(names.map((name) => [`${name}Set`, credentialFields.includes(name)]))
}
