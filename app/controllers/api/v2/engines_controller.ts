import type { HttpContext } from '@adonisjs/core/http'
import { engineCatalog } from '#services/engine_catalog'
import EngineTransformer from '#transformers/engine_transformer'

/** Kinds of databases. */
export default class EnginesController {
  /** Lists engines. */
  index({ serialize }: HttpContext) {
    return serialize(EngineTransformer.transform([...engineCatalog]))
  }
}
