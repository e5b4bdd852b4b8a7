import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { ApiTokenService } from '#services/api_token_service'
import ApiTokenTransformer from '#transformers/api_token_transformer'
import { newTokenValidator } from '#validators/api_token'
import { pagingValidator } from '#validators/paging'

/** API tokens. */
@inject()
export default class TokensController {
  constructor(private tokens: ApiTokenService) {}

  /** Lists tokens, newest first. */
  async index({ actor, request, serialize }: HttpContext) {
    const found = await this.tokens.list(actor, await pagingValidator.validate(request.qs()))
    const page = ApiTokenTransformer.paginate(found.all(), found.getMeta())
    const { data, metadata: meta } = await serialize(page)
    return { data, meta }
  }

  /** Makes a token; its text is in this answer and nowhere else. */
  async store({ actor, request, response, serialize }: HttpContext) {
    const input = await newTokenValidator.validate(request.body())
    const { token, text } = await this.tokens.create(actor, input)
    response.status(201).header('Cache-Control', 'no-store')
    const { data } = await serialize(ApiTokenTransformer.transform(token))
    return { data: { ...data, token: text } }
  }

  /** Revokes a token. */
  async destroy({ actor, params, response }: HttpContext) {
    await this.tokens.revoke(actor, params.id)
    return response.noContent()
  }
}
