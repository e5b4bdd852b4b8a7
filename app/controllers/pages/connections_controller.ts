import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import type DatabaseConnection from '#models/database_connection'
import type { TablePage } from '#services/connection_reader'
import { ConnectionService } from '#services/connection_service'
import { engineCatalog } from '#services/engine_catalog'
import { ReadAhead } from '#services/read_ahead'
import ConnectionTransformer from '#transformers/connection_transformer'
import { connectionListValidator, shownTableValidator } from '#validators/connection_queries'

/** What the address bar may say of the list; whatever else is in it is not for us. */
const FILTERS = ['search', 'type', 'status', 'visibility', 'tag', 'sort'] as const

/** Rows that come with the list itself; the page asks the API for as many at a time. */
const PER_PAGE = 50

/** The pages about saved connections; they come with their data, which the API then keeps current. */
@inject()
export default class ConnectionsController {
  constructor(
    private connections: ConnectionService,
    private ahead: ReadAhead
  ) {}

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

  /** A click on a link is answered at once; a page that is loaded as a whole comes with its tables and rows. */
  async show(ctx: HttpContext) {
    const { actor, inertia, params, request, serialize } = ctx
    const connection = await this.connections.find(actor, params.id)
    const { data } = await serialize(ConnectionTransformer.transform(connection))
    const isWholePage = request.header('x-inertia') === undefined
    const ahead = isWholePage ? await this.readAhead(ctx, connection) : NOTHING
    return inertia.render('connections/show', { connection: data, ...ahead })
  }

  private async readAhead(ctx: HttpContext, connection: DatabaseConnection) {
    const { actor, clientSignal, request } = ctx
    const [, shown] = await shownTableValidator.tryValidate(request.qs())
    const table = shown?.table ? { schema: shown.schema ?? null, name: shown.table } : null
    const [listed, preview] = await Promise.all([
      this.ahead.tables(actor, connection, clientSignal),
      table && this.ahead.preview(actor, connection, table, clientSignal),
    ])
    return {
      tables: listed && 'data' in listed ? { data: listingOf(listed.data) } : listed,
      preview,
    }
  }
}

const NOTHING = { tables: null, preview: null }

/** As the API spells it. */
function listingOf({ tables, ...meta }: TablePage) {
  const data = tables.map(({ schema, name, kind, rowEstimate }) => {
    return { schema, name, kind, rowEstimate }
  })
  return { data, meta }
}
