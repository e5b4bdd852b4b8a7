import { randomUUID } from 'node:crypto'
import type { AuthClientResponse } from '@adonisjs/auth/types'
import type { HttpContext } from '@adonisjs/core/http'
import { ApiError } from '#exceptions/api_error'
import ApiToken from '#models/api_token'
import type User from '#models/user'
import { ABILITIES, type Ability } from '#services/auth/abilities'
import type { ApiTokenFinder } from '#services/auth/api_token_finder'
import { BaseGuard } from '#services/auth/base_guard'
import { bearerToken } from '#services/auth/bearer_token'
import { apiTokenText } from '#services/auth/secret_texts'

/** Recognises who made the token in `Authorization: Bearer vlr_…`, for as long as it is good. */
export class ApiTokenGuard extends BaseGuard {
  readonly driverName = 'token'
  #token?: ApiToken

  constructor(
    private ctx: HttpContext,
    private finder: ApiTokenFinder
  ) {
    super()
  }

  /** Whether the token was given this ability; its owner's role limits it besides. */
  may(ability: Ability): boolean {
    return this.#token?.abilities.includes(ability) ?? false
  }

  async authenticateAsClient({ id: userId, tenantId }: User): Promise<AuthClientResponse> {
    const text = apiTokenText.generate()
    const hash = apiTokenText.hash(text)
    const name = randomUUID()
    await ApiToken.create({ tenantId, userId, name, hash, abilities: [...ABILITIES] })
    return { headers: { authorization: `Bearer ${text}` } }
  }

  protected async recognise(): Promise<User | null> {
    const text = bearerToken(this.ctx.request)
    const token = text === null ? null : await this.finder.find(text)
    if (!token) return null
    this.#token = token
    await this.finder.noteUse(token)
    return token.user
  }

  protected refusal(): ApiError {
    return new ApiError('E_INVALID_TOKEN')
  }
}
