import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { ConnectionUrlReader } from '#services/connection_url_reader'

/** Connection strings, read into the fields of an engine. */
@inject()
export default class ConnectorUrlsController {
  constructor(private reader: ConnectionUrlReader) {}

  /** Reads one. The password in it goes back to who sent it, and is kept by nobody on the way. */
  async store({ actor, request, response }: HttpContext) {
    const data = await this.reader.read(actor, request.body())
    response.header('Cache-Control', 'no-store')
    return { data }
  }
}
