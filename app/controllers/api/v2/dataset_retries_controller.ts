import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { DatasetImports } from '#services/datasets/dataset_imports'
import DatasetTransformer from '#transformers/dataset_transformer'
import { emptyValidator } from '#validators/dataset'

/** Importing again what failed. */
@inject()
export default class DatasetRetriesController {
  constructor(private imports: DatasetImports) {}

  /** Asks for it: all tables that failed, or one. */
  async store({ actor, params, request, serialize }: HttpContext) {
    await emptyValidator.validate(request.body())
    const dataset = await this.imports.retry(actor, params.id, params.tableId)
    return serialize(DatasetTransformer.transform(dataset).useVariant('toWhole'))
  }
}
