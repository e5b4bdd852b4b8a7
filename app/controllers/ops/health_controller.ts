import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { ApiError } from '#exceptions/api_error'
import { Readiness } from '#services/readiness'

/** For load balancers and whoever watches the process. */
@inject()
export default class HealthController {
  constructor(private readiness: Readiness) {}

  /** Says that the process runs. */
  live() {
    return { data: { status: 'ok' } }
  }

  /** Says whether requests can be served. */
  async ready({ response }: HttpContext) {
    response.header('Cache-Control', 'no-store')
    const checks = await this.readiness.check()
    const down = Object.keys(checks).filter((name) => checks[name] === 'down')
    if (down.length > 0) {
      throw new ApiError('E_UNAVAILABLE', { message: `No answer from: ${down.join(', ')}.` })
    }
    return { data: { status: 'ok', checks } }
  }
}
