import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { DatasetImports } from '#services/datasets/dataset_imports'
import DatasetTransformer from '#transformers/dataset_transformer'
import { emptyValidator, tableRetryValidator } from '#validators/dataset'

/** Importing again what failed. */
@inject()
export default class DatasetRetriesController {
  constructor(private imports: DatasetImports) {}

  /** Asks for it: all tables that failed, or one, of which columns may be kept as text from now on. */
  async store({ actor, params, request, serialize }: HttpContext) {
    const { id, tableId } = params
    const validator = tableId === undefined ? emptyValidator : tableRetryValidator
    const { asText }: { asText?: string[] } = await validator.validate(request.body())
    const dataset = await this.imports.retry(actor, id, { tableId, asText })
    return serialize(DatasetTransformer.transform(dataset).useVariant('toWhole'))
  }
}
