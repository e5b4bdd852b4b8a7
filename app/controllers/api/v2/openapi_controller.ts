import { readFileSync } from 'node:fs'
import app from '@adonisjs/core/services/app'
import type { HttpContext } from '@adonisjs/core/http'
import { openapiDocument } from '#openapi/document'

/** The description of this API. */
export default class OpenapiController {
  private static document?: object

  /** Shows the OpenAPI document. */
  show({ response }: HttpContext) {
    OpenapiController.document ??= openapiDocument(ownVersion())
    response.header('Cache-Control', 'no-cache')
    return response.json(OpenapiController.document, true)
  }
}

/** The framework knows the name of an app's version, and not the version itself. */
function ownVersion(): string {
  const { version } = JSON.parse(readFileSync(app.makePath('package.json'), 'utf8')) as {
    version: string
  }
  return version
}
