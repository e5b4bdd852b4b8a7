import type ApiSession from '#models/api_session'
import User from '#models/user'
import { databaseTime } from '#services/database_time'

/**
 * Whose session this is; one query, asked on every request, so that what ends a session ends it at once: null when
 * it was revoked or is over, or when its owner was deactivated.
 */
export async function findSessionOwner(
  kind: ApiSession['kind'],
  sessionId: string
): Promise<User | null> {
  const query = User.query()
  return query
    .select('users.*')
    .innerJoin('api_sessions', 'api_sessions.user_id', 'users.id')
    .where({ 'api_sessions.id': sessionId, 'api_sessions.kind': kind })
    .where('api_sessions.expires_at', '>', databaseTime(query.client))
    .whereNull('api_sessions.revoked_at')
    .whereNull('users.deactivated_at')
    .first()
}
