import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import ApiSession from '#models/api_session'
import ApiToken from '#models/api_token'

/** Ends all that somebody is signed in with, sessions and API tokens: none of it comes back when they do. */
export async function endAccess(userId: string, client: TransactionClientContract): Promise<void> {
  await ApiSession.query({ client }).where('user_id', userId).delete()
  await ApiToken.query({ client }).where('user_id', userId).delete()
}
