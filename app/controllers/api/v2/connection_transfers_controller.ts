import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { ConnectionTransfer } from '#services/connection_transfer'
import { transferValidator } from '#validators/member'

/** Handing over the connections of members who left. */
@inject()
export default class ConnectionTransfersController {
  constructor(private transfers: ConnectionTransfer) {}

  /** Gives all connections of a deactivated member to another. */
  async store({ actor, params, request }: HttpContext) {
    const { to } = await transferValidator.validate(request.body())
    return { data: { transferred: await this.transfers.transfer(actor, params.id, to) } }
  }
}
