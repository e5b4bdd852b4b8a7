import { errors } from '@adonisjs/auth'
import { inject } from '@adonisjs/core'
import User from '#models/user'
import { LoginThrottle } from '#services/auth/login_throttle'
import type { Origin } from '#services/auth/origin'
import { SessionTrail } from '#services/auth/session_trail'

/** Finds out whether somebody is who they say: by email and password, slowly when it fails often. */
@inject()
export class PasswordCheck {
  constructor(
    private throttle: LoginThrottle,
    private trail: SessionTrail
  ) {}

  /**
   * An unknown email, a wrong password and somebody who was deactivated are the same to the caller, and cost the
   * same work.
   * @param email in lower case
   * @throws E_INVALID_CREDENTIALS, E_TOO_MANY_REQUESTS; ApiError E_UNAVAILABLE when too many ask at once
   */
  verify(email: string, password: string, origin: Origin): Promise<User> {
    return this.throttle.run(email, origin.ip, async () => {
      try {
        return active(await User.verifyCredentials(email, password))
      } catch (error) {
        if (error instanceof errors.E_INVALID_CREDENTIALS) {
          await this.trail.recordFailedLogin(email, origin)
        }
        throw error
      }
    })
  }
}

function active(user: User): User {
  if (user.deactivatedAt) throw new errors.E_INVALID_CREDENTIALS('Invalid user credentials')
  return user
}
