import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import type DatabaseConnection from '#models/database_connection'
import { ConnectionService } from '#services/connection_service'
import ConnectionTransformer from '#transformers/connection_transformer'
import { connectionListValidator } from '#validators/connection_queries'

/** Saved connections. */
@inject()
export default class ConnectorsController {
  constructor(private connections: ConnectionService) {}

  /** Lists connections. */
  async index({ actor, request, serialize }: HttpContext) {
    const filters = await connectionListValidator.validate(request.qs())
    const found = await this.connections.list(actor, filters)
    const page = ConnectionTransformer.paginate(found.all(), found.getMeta())
    const { data, metadata: meta } = await serialize(page)
    return { data, meta }
  }

  /** Saves a connection. */
  async store(ctx: HttpContext) {
    const connection = await this.connections.create(ctx.actor, ctx.request.body())
    ctx.response.status(201).header('Location', `/api/v2/connectors/${connection.id}`)
    return answer(ctx, connection)
  }

  /** Shows a connection. */
  async show(ctx: HttpContext) {
    return answer(ctx, await this.connections.find(ctx.actor, ctx.params.id))
  }

  /** Replaces (PUT) or changes (PATCH) a connection. */
  async update(ctx: HttpContext) {
    const { actor, params, request } = ctx
    const how = request.method() === 'PUT' ? 'replace' : 'update'
    const expected = request.header('if-match')
    return answer(ctx, await this.connections[how](actor, params.id, request.body(), expected))
  }

  /** Deletes a connection. */
  async destroy({ actor, params, request, response }: HttpContext) {
    await this.connections.delete(actor, params.id, request.header('if-match'))
    return response.noContent()
  }
}

function answer({ response, serialize }: HttpContext, connection: DatabaseConnection) {
  response.header('ETag', connection.etag)
  return serialize(ConnectionTransformer.transform(connection))
}
