import type { ApplicationService } from '@adonisjs/core/types'
import connectorsConfig from '#config/connectors'
import { RedisTables } from '#services/redis_tables'
import { TableCatalog } from '#services/table_catalog'
import env from '#start/env'

/** What the tables remembered in one process may take, of all tenants together. */
const MAX_BYTES = 128 * 1024 * 1024

/** Binds what remembers the tables of connections: this process, and Redis where there is one. */
export default class CatalogProvider {
  constructor(protected app: ApplicationService) {}

  register() {
    this.app.container.singleton(TableCatalog, async (resolver) => {
      const cache = env.get('REDIS_URL') ? await resolver.make('cache.manager') : null
      const shared = cache && new RedisTables(cache.use('redis'))
      return new TableCatalog({ ttl: connectorsConfig.catalogTtl, maxBytes: MAX_BYTES, shared })
    })
  }
}
