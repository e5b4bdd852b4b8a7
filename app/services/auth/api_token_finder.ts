import { inject } from '@adonisjs/core'
import { Logger } from '@adonisjs/core/logger'
import { DateTime } from 'luxon'
import { loggable } from '#exceptions/loggable'
import ApiToken from '#models/api_token'
import { apiTokenText } from '#services/auth/secret_texts'
import { databaseTime } from '#services/database_time'

/** Seconds for which a token's last use may be out of date. */
const USE_NOTED_EVERY = 60

/** Finds the API token that a program presents. */
@inject()
export class ApiTokenFinder {
  constructor(private logger: Logger) {}

  /** With its owner; null when it is unknown or over, or its owner was deactivated. */
  async find(text: string): Promise<ApiToken | null> {
    if (!apiTokenText.recognises(text)) return null
    const query = ApiToken.query()
    const token = await query
      .where('hash', apiTokenText.hash(text))
      .where((ends) => {
        ends.whereNull('expires_at').orWhere('expires_at', '>', databaseTime(query.client))
      })
      .preload('user', (users) => users.whereNull('deactivated_at'))
      .first()
    return token?.$preloaded.user && token.user.tenantId === token.tenantId ? token : null
  }

  /** Never part of what the token is used for: that it cannot be noted must not stop anybody. */
  async noteUse({ id, lastUsedAt }: ApiToken): Promise<void> {
    const due = DateTime.utc().minus({ seconds: USE_NOTED_EVERY })
    if (lastUsedAt && lastUsedAt > due) return
    try {
      const query = ApiToken.query()
      await query
        .where('id', id)
        .where((last) => {
          last
            .whereNull('last_used_at')
            .orWhere('last_used_at', '<=', databaseTime(query.client, due))
        })
        .update({ lastUsedAt: databaseTime(query.client) })
    } catch (error) {
      this.logger.warn({ error: loggable(error) }, 'the use of a token could not be noted')
    }
  }
}
