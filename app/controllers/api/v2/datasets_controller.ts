import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { DatasetService } from '#services/datasets/dataset_service'
import DatasetTransformer from '#transformers/dataset_transformer'
import { datasetListValidator, datasetValidator } from '#validators/dataset'

/** Tables imported from connections, and those that are to be. */
@inject()
export default class DatasetsController {
  constructor(private datasets: DatasetService) {}

  /** Lists datasets. */
  async index({ actor, request, serialize }: HttpContext) {
    const filters = await datasetListValidator.validate(request.qs())
    const found = await this.datasets.list(actor, filters)
    const page = DatasetTransformer.paginate(found.all(), found.getMeta())
    const { data, metadata: meta } = await serialize(page)
    return { data, meta }
  }

  /** Asks for a dataset. */
  async store({ actor, request, response, serialize }: HttpContext) {
    const order = await datasetValidator.validate(request.body())
    const dataset = await this.datasets.create(actor, order)
    response.status(201).header('Location', `/api/v2/datasets/${dataset.id}`)
    return serialize(DatasetTransformer.transform(dataset).useVariant('toWhole'))
  }

  /** Shows one, with its tables. */
  async show({ actor, params, serialize }: HttpContext) {
    const dataset = await this.datasets.find(actor, params.id)
    return serialize(DatasetTransformer.transform(dataset).useVariant('toWhole'))
  }

  /** Deletes one, with its files. */
  async destroy({ actor, params, response }: HttpContext) {
    await this.datasets.delete(actor, params.id)
    return response.noContent()
  }
}
