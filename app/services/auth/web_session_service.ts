import type { Authenticators } from '@adonisjs/auth/types'
import { inject } from '@adonisjs/core'
import { DateTime } from 'luxon'
import type User from '#models/user'
import type { Origin } from '#services/auth/origin'
import { SessionTrail } from '#services/auth/session_trail'

type WebGuard = ReturnType<Authenticators['web']>

/** Opens and ends the sessions of people in browsers. */
@inject()
export class WebSessionService {
  constructor(private trail: SessionTrail) {}

  /** Signs in somebody whose password has been verified; the session gets a new id. */
  async open(guard: WebGuard, user: User, origin: Origin): Promise<void> {
    await this.trail.transaction(user, origin, async (trx, record) => {
      await user.useTransaction(trx).merge({ lastLoginAt: DateTime.utc() }).save()
      await record('session.login', null)
    })
    await guard.login(user)
  }

  async close(guard: WebGuard, origin: Origin): Promise<void> {
    const user = guard.getUserOrFail()
    await this.trail.transaction(user, origin, (_trx, record) => record('session.logout', null))
    await guard.logout()
  }
}
