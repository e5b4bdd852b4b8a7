import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { ConnectionService } from '#services/connection_service'
import { engineCatalog } from '#services/engine_catalog'
import ConnectionTransformer from '#transformers/connection_transformer'
import { connectionListValidator } from '#validators/connection_queries'

/** The pages about datasets. */
@inject()
export default class DatasetsController {
  constructor(private connections: ConnectionService) {}

  /** Where a dataset begins: with a connection, new or known. */
  async create({ actor, inertia, serialize }: HttpContext) {
    const newest = await connectionListValidator.validate({ sort: '-createdAt' })
    const found = await this.connections.list(actor, newest)
    const list = ConnectionTransformer.paginate(found.all(), found.getMeta())
    const { data, metadata: meta } = await serialize(list)
    return inertia.render('datasets/new', {
      connections: { data, meta },
      engines: engineCatalog.map(({ name, label }) => ({ name, label })),
    })
  }
}
