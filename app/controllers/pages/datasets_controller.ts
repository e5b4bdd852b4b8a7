import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { ApiError } from '#exceptions/api_error'
import type { Actor } from '#services/actor'
import { ConnectionService } from '#services/connection_service'
import { DatasetService } from '#services/datasets/dataset_service'
import { engineCatalog } from '#services/engine_catalog'
import ConnectionTransformer from '#transformers/connection_transformer'
import DatasetTransformer from '#transformers/dataset_transformer'
import { connectionListValidator } from '#validators/connection_queries'
import { datasetListValidator } from '#validators/dataset'

/** What the address bar may say of the list; whatever else is in it is not for us. */
const FILTERS = ['search', 'status', 'page'] as const

/** The pages about datasets; they come with their data, which the API then keeps current. */
@inject()
export default class DatasetsController {
  constructor(
    private connections: ConnectionService,
    private datasets: DatasetService
  ) {}

  async index({ actor, inertia, request, response, serialize }: HttpContext) {
    const [error, filters] = await datasetListValidator.tryValidate(request.only([...FILTERS]))
    if (error) return response.redirect().toRoute('datasets.index')
    const found = await this.datasets.list(actor, filters)
    const page = DatasetTransformer.paginate(found.all(), found.getMeta())
    const { data, metadata: meta } = await serialize(page)
    return inertia.render('datasets/index', { datasets: { data, meta } })
  }

  /** Where a dataset begins: with a connection, new or known, which the address may name. */
  async create({ actor, inertia, request, serialize }: HttpContext) {
    const newest = await connectionListValidator.validate({ sort: '-createdAt' })
    const found = await this.connections.list(actor, newest)
    const list = ConnectionTransformer.paginate(found.all(), found.getMeta())
    const { data, metadata: meta } = await serialize(list)
    const chosen = await this.chosen(actor, request.input('connection'))
    const { data: connection } = chosen
      ? await serialize(ConnectionTransformer.transform(chosen))
      : { data: null }
    return inertia.render('datasets/new', {
      connections: { data, meta },
      chosen: connection,
      engines: engineCatalog.map(({ name, label, capabilities }) => {
        return { name, label, supportsImport: capabilities.supportsImport ?? false }
      }),
    })
  }

  async show({ actor, inertia, params, serialize }: HttpContext) {
    const dataset = await this.datasets.find(actor, params.id)
    const { data } = await serialize(DatasetTransformer.transform(dataset).useVariant('toWhole'))
    return inertia.render('datasets/show', { dataset: data })
  }

  /** Null for what is not there, as for what is hidden: the page then offers the others. */
  private async chosen(actor: Actor, id: unknown) {
    if (typeof id !== 'string') return null
    return this.connections.find(actor, id).catch((error: unknown) => {
      if (error instanceof ApiError && error.code === 'E_NOT_FOUND') return null
      throw error
    })
  }
}
