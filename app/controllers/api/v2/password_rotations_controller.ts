import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { PasswordRotator } from '#services/password_rotation/password_rotator'
import ConnectionTransformer from '#transformers/connection_transformer'
import { rotationValidator } from '#validators/password_rotations'

/** Changes of a connection's password at its target. */
@inject()
export default class PasswordRotationsController {
  constructor(private rotator: PasswordRotator) {}

  /** Makes one. */
  async store({ actor, clientSignal, params, request, response, serialize }: HttpContext) {
    const wanted = await rotationValidator.validate(request.body())
    const connection = await this.rotator.rotate(actor, params.id, wanted, clientSignal)
    response.header('ETag', connection.etag)
    return serialize(ConnectionTransformer.transform(connection))
  }
}
