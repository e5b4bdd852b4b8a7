import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { ConnectionService } from '#services/connection_service'
import { engineCatalog } from '#services/engine_catalog'
import ConnectionTransformer from '#transformers/connection_transformer'
import { connectionListValidator } from '#validators/connection_queries'

/** What the address bar may say of the list; whatever else is in it is not for us. */
const FILTERS = ['search', 'type', 'status', 'visibility', 'tag', 'sort'] as const

/** Rows that come with the list itself; the page asks the API for as many at a time. */
const PER_PAGE = 50

/** The pages about saved connections; they come with their data, which the API then keeps current. */
@inject()
export default class ConnectionsController {
  constructor(private connections: ConnectionService) {}

  async index({ actor, inertia, request, response, serialize }: HttpContext) {
    const { sort = 'name', ...rest } = request.only([...FILTERS])
    const query = { sort, ...rest, perPage: PER_PAGE }
    const [error, filters] = await connectionListValidator.tryValidate(query)
    if (error) return response.redirect().toRoute('connections.index')
    const found = await this.connections.list(actor, filters)
    const list = ConnectionTransformer.paginate(found.all(), found.getMeta())
    const { data, metadata: meta } = await serialize(list)
    return inertia.render('connections/index', {
      connections: { data, meta },
      engines: engineCatalog.map(({ name, label }) => ({ name, label })),
    })
  }

  async show({ actor, inertia, params, serialize }: HttpContext) {
    const connection = await this.connections.find(actor, params.id)
    const { data } = await serialize(ConnectionTransformer.transform(connection))
    return inertia.render('connections/show', { connection: data })
  }
}
