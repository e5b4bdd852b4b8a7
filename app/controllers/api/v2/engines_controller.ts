import type { HttpContext } from '@adonisjs/core/http'
import { engineCatalog } from '#services/engine_catalog'
import EngineTransformer from '#transformers/engine_transformer'
import PlannedEngineTransformer from '#transformers/planned_engine_transformer'

/** Kinds of databases. */
export default class EnginesController {
  /** Lists engines. */
  async index({ serialize }: HttpContext) {
    const { data: built } = await serialize(EngineTransformer.transform(engineCatalog.built))
    const { data: planned } = await serialize(
      PlannedEngineTransformer.transform([...engineCatalog.planned])
    )
    return { data: [...built, ...planned] }
  }
}
