import { inject } from '@adonisjs/core'
import { DateTime } from 'luxon'
import { v7 as uuid, validate as isUuid } from 'uuid'
import { AuditedActions } from '#audit/audited_actions'
import { ApiError } from '#exceptions/api_error'
import ApiToken from '#models/api_token'
import type { Actor } from '#services/actor'
import type { Ability } from '#services/auth/abilities'
import { apiTokenText } from '#services/auth/secret_texts'
import { holdMember } from '#services/member_changes'
import type { Paging } from '#services/member_service'

/** Days for which a token is good when nothing is said. */
const USUAL_DAYS = 90
/** Days for which one can be; who wants more wants no end, and says so. */
const MOST_DAYS = 3650

export interface NewApiToken {
  name: string
  abilities: Ability[]
  /** ISO 8601; null for no end. Not together with `expiresInDays`. */
  expiresAt?: string | null
  expiresInDays?: number
}

/** The tokens of programs: everybody's own, and for an administrator those of the whole team. */
@inject()
export class ApiTokenService {
  constructor(private audited: AuditedActions) {}

  list(actor: Actor, { page, perPage }: Paging) {
    const tokens = visible(actor).preload('user')
    return tokens.orderBy('created_at', 'desc').orderBy('id', 'desc').paginate(page, perPage)
  }

  /** @returns the row, and the token's text, which is told this once. @throws ApiError E_INVALID, E_CONFLICT */
  async create(actor: Actor, input: NewApiToken): Promise<{ token: ApiToken; text: string }> {
    const { tenantId, userId } = actor
    const { name, abilities } = input
    const expiresAt = endOf(input)
    const id = uuid()
    const text = apiTokenText.generate()
    const row = { id, tenantId, userId, name, abilities, expiresAt, hash: apiTokenText.hash(text) }
    const entry = { actor, action: 'token.create', target: targetOf({ id, name }) } as const
    const token = await this.audited.change(entry, async () => async (client) => {
      await holdMember(actor, client)
      return ApiToken.create(row, { client })
    })
    await token.load('user')
    return { token, text }
  }

  /** @throws ApiError E_NOT_FOUND, the same for what is missing and what is somebody else's */
  async revoke(actor: Actor, id: string): Promise<void> {
    const token = isUuid(id) ? await visible(actor).where('id', id.toLowerCase()).first() : null
    if (!token) throw new ApiError('E_NOT_FOUND')
    const entry = { actor, action: 'token.revoke', target: targetOf(token) } as const
    await this.audited.change(entry, async () => async (client) => {
      const [count] = await ApiToken.query({ client }).where('id', token.id).delete()
      if (Number(count) !== 1) throw new ApiError('E_NOT_FOUND')
    })
  }
}

function visible({ tenantId, userId, role }: Actor) {
  const query = ApiToken.query().where('tenant_id', tenantId)
  return role === 'admin' ? query : query.where('user_id', userId)
}

/** Null for a token without end. */
function endOf({ expiresAt, expiresInDays }: NewApiToken): DateTime | null {
  const now = DateTime.utc()
  if (expiresAt === undefined) return now.plus({ days: expiresInDays ?? USUAL_DAYS })
  if (expiresInDays !== undefined) {
    throw invalid('Say either expiresAt or expiresInDays.')
  }
  if (expiresAt === null) return null
  const end = DateTime.fromISO(expiresAt, { zone: 'utc' })
  if (end <= now) throw invalid('The token would be over already.')
  if (end > now.plus({ days: MOST_DAYS })) {
    throw invalid(`At most ${MOST_DAYS} days from now, or null for no end.`)
  }
  return end
}

function invalid(message: string): ApiError {
  return new ApiError('E_INVALID', { field: 'expiresAt', message })
}

function targetOf({ id, name }: { id: string; name: string }) {
  return { type: 'token', id, name }
}
