import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { ConnectionDuplication } from '#services/connection_duplication'
import ConnectionTransformer from '#transformers/connection_transformer'

/** Copies of connections. */
@inject()
export default class ConnectorCopiesController {
  constructor(private duplication: ConnectionDuplication) {}

  /** Makes one. */
  async store({ actor, params, response, serialize }: HttpContext) {
    const copy = await this.duplication.duplicate(actor, params.id)
    response.status(201).header('Location', `/api/v2/connectors/${copy.id}`)
    response.header('ETag', copy.etag)
    return serialize(ConnectionTransformer.transform(copy))
  }
}
