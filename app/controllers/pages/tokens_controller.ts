import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { appUrl } from '#config/app'
import { ApiTokenService } from '#services/api_token_service'
import ApiTokenTransformer from '#transformers/api_token_transformer'
import { pagingValidator } from '#validators/paging'

/** The page about API tokens: one's own, and for an administrator those of the team. */
@inject()
export default class TokensController {
  constructor(private tokens: ApiTokenService) {}

  async index({ actor, inertia, request, response, serialize }: HttpContext) {
    const [error, paging] = await pagingValidator.tryValidate(request.only(['page']))
    if (error) return response.redirect().toRoute('settings.tokens')
    const found = await this.tokens.list(actor, paging)
    const page = ApiTokenTransformer.paginate(found.all(), found.getMeta())
    const { data, metadata: meta } = await serialize(page)
    const apiUrl = `${appUrl.replace(/\/+$/, '')}/api/v2`
    return inertia.render('settings/tokens', { tokens: { data, meta }, apiUrl })
  }
}
