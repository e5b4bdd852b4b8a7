import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { ConnectionDependents } from '#services/connection_dependents'

/** What hangs on connections. */
@inject()
export default class ConnectorDependentsController {
  constructor(private dependents: ConnectionDependents) {}

  /** Shows what hangs on one. */
  async index({ actor, params }: HttpContext) {
    return { data: await this.dependents.find(actor, params.id) }
  }
}
