import string from '@adonisjs/core/helpers/string'
import type { Session } from '@adonisjs/session'
import { sessionAge } from '#config/session'

const SEEN_AT = 'seen_at'
const AGE = string.milliseconds.parse(sessionAge)
/** How old the mark may be before it is renewed. */
const MARK_EVERY = 60_000

/**
 * Ends a session that nobody has used for as long as its cookie lives. Browsers forget the cookie by themselves,
 * thieves do not, and the cookie says nothing of its age: so the session does.
 */
export function endIfStale(session: Session): void {
  const now = Date.now()
  const seenAt: unknown = session.get(SEEN_AT)
  if (typeof seenAt === 'number' && now - seenAt > AGE) session.clear()
  else if (typeof seenAt !== 'number' || now - seenAt > MARK_EVERY) session.put(SEEN_AT, now)
}
