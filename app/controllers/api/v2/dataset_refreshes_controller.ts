import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { DatasetImports } from '#services/datasets/dataset_imports'
import DatasetTransformer from '#transformers/dataset_transformer'
import { refreshValidator } from '#validators/dataset'

/** Importing datasets again. */
@inject()
export default class DatasetRefreshesController {
  constructor(private imports: DatasetImports) {}

  /** Asks for it. */
  async store({ actor, params, request, serialize }: HttpContext) {
    const { full = false } = await refreshValidator.validate(request.body())
    const dataset = await this.imports.refresh(actor, params.id, { full })
    return serialize(DatasetTransformer.transform(dataset).useVariant('toWhole'))
  }
}
