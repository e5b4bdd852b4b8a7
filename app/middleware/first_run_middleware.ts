import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { ApiError } from '#exceptions/api_error'
import { FirstRun } from '#services/first_run'

/** While nobody can sign in, every page leads to where the first team is made; afterwards there is no such page. */
@inject()
export default class FirstRunMiddleware {
  constructor(private firstRun: FirstRun) {}

  async handle({ response, route }: HttpContext, next: NextFn) {
    const isSetup = route?.pattern === '/setup'
    const isOffered = await this.firstRun.isOffered()
    if (isOffered && !isSetup) return response.redirect().toRoute('setup.create')
    if (!isOffered && isSetup) throw new ApiError('E_NOT_FOUND')
    return next()
  }
}
