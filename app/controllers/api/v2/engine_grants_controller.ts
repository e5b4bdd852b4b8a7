import type { HttpContext } from '@adonisjs/core/http'
import { writeGrants } from '#services/grants_writer'
import { grantsValidator } from '#validators/grants'

/** Scripts that make a read-only role. */
export default class EngineGrantsController {
  /** Writes one for an engine. */
  async show({ params, request }: HttpContext) {
    const { role, schema = [], database = null } = await grantsValidator.validate(request.qs())
    return { data: writeGrants(params.type, { role, schemas: schema, database }) }
  }
}
