import { readFileSync } from 'node:fs'
import app from '@adonisjs/core/services/app'
import type { HttpContext } from '@adonisjs/core/http'
import { openapiDocument } from '#openapi/document'

/** The description of this API. */
export default class OpenapiController {
  /** Written once: anybody may ask for it as often as they like. */
  private static text?: string

  /** Shows the OpenAPI document. */
  show({ response }: HttpContext) {
    OpenapiController.text ??= JSON.stringify(openapiDocument(ownVersion()))
    response.header('Cache-Control', 'no-cache')
    response.header('Content-Type', 'application/json; charset=utf-8')
    return response.send(OpenapiController.text, true)
  }
}

/** The framework knows the name of an app's version, and not the version itself. */
function ownVersion(): string {
  const { version } = JSON.parse(readFileSync(app.makePath('package.json'), 'utf8')) as {
    version: string
  }
  return version
}
