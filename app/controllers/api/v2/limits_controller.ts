import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { LimitStatuses } from '#services/limit_status'

/** The limits in force. */
@inject()
export default class LimitsController {
  constructor(private limits: LimitStatuses) {}

  /** Lists them, with what is left. */
  async index({ actor }: HttpContext) {
    return { data: await this.limits.of(actor) }
  }
}
