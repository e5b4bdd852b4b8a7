import { inject } from '@adonisjs/core'
import type User from '#models/user'
import type { Origin } from '#services/auth/origin'
import type { PageGuard } from '#services/auth/page_guard'
import { SessionRows } from '#services/auth/session_rows'
import { SessionTrail } from '#services/auth/session_trail'

/** Opens and ends the sessions of people in browsers. */
@inject()
export class WebSessionService {
  constructor(
    private rows: SessionRows,
    private trail: SessionTrail
  ) {}

  /**
   * Signs in somebody whose password has been verified; who was signed in before is out. Throws what
   * `SessionRows.open` throws.
   */
  async open(guard: PageGuard, user: User, origin: Origin): Promise<void> {
    const { id } = await this.rows.open('page', user, origin, guard.sessionId)
    guard.login(user, id)
  }

  /** From now on the cookie is refused, whoever kept a copy. */
  async close(guard: PageGuard, origin: Origin): Promise<void> {
    const { sessionId } = guard
    await this.trail.transaction(guard.getUserOrFail(), origin, async (trx, record) => {
      if (sessionId !== null && (await this.rows.revoke(sessionId, trx))) {
        await record('session.logout', sessionId)
      }
    })
    guard.logout()
  }
}
