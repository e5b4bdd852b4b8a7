import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { LimitStatuses } from '#services/limit_status'

/** The page about the limits in force. */
@inject()
export default class LimitsController {
  constructor(private limits: LimitStatuses) {}

  async index({ actor, inertia }: HttpContext) {
    return inertia.render('settings/limits', { limits: await this.limits.of(actor) })
  }
}
