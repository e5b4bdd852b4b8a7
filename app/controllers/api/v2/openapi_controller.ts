import app from '@adonisjs/core/services/app'
import type { HttpContext } from '@adonisjs/core/http'
import { openapiDocument } from '#openapi/document'

/** The description of this API. */
export default class OpenapiController {
  private static document?: object

  /** Shows the OpenAPI document. */
  show({ response }: HttpContext) {
    OpenapiController.document ??= openapiDocument(String(app.version ?? '0.0.0'))
    response.header('Cache-Control', 'no-cache')
    return response.json(OpenapiController.document, true)
  }
}
