import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { DatasetImports } from '#services/datasets/dataset_imports'
import DatasetTransformer from '#transformers/dataset_transformer'
import { emptyValidator } from '#validators/dataset'

/** Giving imports up. */
@inject()
export default class DatasetCancellationsController {
  constructor(private imports: DatasetImports) {}

  /** Gives one up. */
  async store({ actor, params, request, serialize }: HttpContext) {
    await emptyValidator.validate(request.body())
    const dataset = await this.imports.cancel(actor, params.id)
    return serialize(DatasetTransformer.transform(dataset).useVariant('toWhole'))
  }
}
